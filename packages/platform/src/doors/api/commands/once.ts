import type { Session } from '../../../adapters/database/index.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { answerBefore, keepAnswer, requestDigest } from './answered-requests.ts'

/** A request that is to happen once, however often it is sent. */
export interface OnceAsked {
  readonly by: Principal
  /** The Idempotency-Key. */
  readonly key: string
  readonly case: string
  readonly command: string
  readonly body: unknown
}

/**
 * Does something in a transaction and keeps its answer there; a repeated request gets that answer. Requests under
 * one key take turns.
 */
export async function once<Answer>(
  { database, now }: Pick<ApiParts, 'database' | 'now'>,
  { by, key, case: caseId, command, body }: OnceAsked,
  work: (session: Session) => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly isRepeated: boolean }> {
  const who = `${by.kind} ${by.name}`
  const request = { who, key, digest: requestDigest({ case: caseId, command, body, ifMatch: 0 }) }
  return database.transaction(async (session) => {
    await session.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `anlauf once ${who} ${key}`,
    ])
    const before = await answerBefore(session, request, now())
    if (before !== undefined) return { answer: JSON.parse(before) as Answer, isRepeated: true }
    const answer = await work(session)
    await keepAnswer(session, { ...request, answer: JSON.stringify(answer) }, now())
    return { answer, isRepeated: false }
  })
}

/** Who and when, as the evidence is to say it. */
export function signatureOf({ name, keyId }: Principal, now: Date) {
  return { actor: name, at: now.toISOString(), ...(keyId !== undefined && { actorKey: keyId }) }
}
