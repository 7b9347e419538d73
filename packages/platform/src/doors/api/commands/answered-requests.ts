import { createHash } from 'node:crypto'

import type { Session } from '../../../adapters/database/index.ts'
import { canonicalJson, type Json } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'

const keptMs = 24 * 60 * 60 * 1000

/** A request by whom, under which key, and the digest of what it asks. */
export interface KeyedRequest {
  readonly who: string
  readonly key: string
  readonly digest: string
}

export function requestDigest(request: {
  case: string
  command: string
  body: unknown
  ifMatch: number
}): string {
  return createHash('sha256')
    .update(canonicalJson(request as Json))
    .digest('hex')
}

/** The answer that this request got before. Throws `input-invalid` when the key belongs to another request. */
export async function answerBefore(
  session: Session,
  { who, key, digest }: KeyedRequest,
  now: Date,
): Promise<string | undefined> {
  const [found] = await session.query<{ request: string; answer: string }>(
    `select request, answer from anlauf.answered_request
      where who = $1 and key = $2 and answered_at > $3`,
    [who, key, new Date(now.getTime() - keptMs)],
  )
  if (found === undefined) return undefined
  if (found.request === digest) return found.answer
  throw new AnlaufError('input-invalid', 'This Idempotency-Key was used for another request.', {
    hint: 'Make a new key for every new request, and use it again only to repeat exactly that one.',
  })
}

/** Keeps an answer in the transaction of what it answers; forgets those of yesterday. */
export async function keepAnswer(
  session: Session,
  { who, key, digest, answer }: KeyedRequest & { answer: string },
  now: Date,
): Promise<void> {
  await session.query('delete from anlauf.answered_request where answered_at <= $1', [
    new Date(now.getTime() - keptMs),
  ])
  await session.query(
    `insert into anlauf.answered_request (who, key, request, answer, answered_at) values ($1, $2, $3, $4, $5)`,
    [who, key, digest, answer, now],
  )
}
