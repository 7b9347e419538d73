import { randomBytes } from 'node:crypto'

import { afterAnswer, type Answer } from '../../core/deliveries/index.ts'
import type { Settlement, SpooledRow } from './spool-rows.ts'

/** A mail that goes to another address gets another token: a late bounce of the first must not count for the second. */
export function settlementOf(row: SpooledRow, answer: Answer, now: Date): Settlement {
  const { state, reason, reply, retryAt, address } = afterAnswer(row, answer, now)
  return {
    id: row.id,
    state,
    ...(reason !== undefined && { reason }),
    ...(reply !== undefined && { reply }),
    ...(retryAt !== undefined && { nextAt: retryAt }),
    ...(address !== undefined && {
      recipient: address,
      alternates: row.alternates.slice(1),
      token: randomBytes(16).toString('hex'),
    }),
  }
}
