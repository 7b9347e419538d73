import { randomBytes } from 'node:crypto'

import { afterAnswer, type Answer, type Step } from '../../core/deliveries/index.ts'
import type { Settlement, SpooledRow } from './spool-rows.ts'

/** What an answer makes of a mail, as its row will say it. */
export function settlementOf(row: SpooledRow, answer: Answer, now: Date): Settlement {
  return settlementOfStep(row, afterAnswer(row, answer, now))
}

/** A mail that goes to another address gets another token: a late bounce of the first must not count for the second. */
export function settlementOfStep(
  { id, alternates, attempts }: Pick<SpooledRow, 'id' | 'alternates' | 'attempts'>,
  { state, reason, reply, retryAt, address }: Step,
): Settlement {
  return {
    id,
    state,
    attempts,
    ...(reason !== undefined && { reason }),
    ...(reply !== undefined && { reply }),
    ...(retryAt !== undefined && { nextAt: retryAt }),
    ...(address !== undefined && {
      recipient: address,
      alternates: alternates.slice(1),
      token: randomBytes(16).toString('hex'),
    }),
  }
}
