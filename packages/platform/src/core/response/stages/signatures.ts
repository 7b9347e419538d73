import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { type Approver, type GivenWord, requestsOf, standing } from '../../case/index.ts'
import type { Action } from '../../emergency-plan/index.ts'
import { canonicalJson } from '../../evidence/index.ts'
import type { ResponseState } from '../state.ts'
import type { Instance } from './instances.ts'
import type { Round } from './round.ts'
import type { Intent } from './stage-events.ts'

/** What a person signs about a stage, or about the text of a plan (`subject` "plan"). */
export interface SignedContent {
  readonly case: string
  readonly exercise: boolean
  readonly subject: string
  readonly intent: Intent
  readonly contentHash: string
  readonly person: string
  readonly role: string
}

/** SHA-256 over what the stage asks, for whom, and everything that was filled in: another word, another content. */
export function stageContentHash(
  state: ResponseState,
  { key }: Instance,
  round: Round,
  intent: Intent,
): string {
  const filled = [...round.filled].map(([task, { values, evidence, person }]) => ({
    task,
    values,
    evidence,
    person,
  }))
  const content = {
    case: state.case.id,
    stage: key,
    definition: round.definition,
    round: round.since,
    intent,
    filled: filled.toSorted((a, b) => a.task - b.task),
  }
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}

/**
 * People of the asked roles who signed the present content, by an own key file or by a passkey, and whose signature
 * has neither run out nor been revoked by then; each person and key once. Whoever made the entries does not count.
 */
export function signersOf(
  state: ResponseState,
  instance: Instance,
  {
    round,
    intent,
    action,
    at,
  }: { round: Round; intent: Intent; action: Extract<Action, { kind: 'approve' }>; at: string },
): readonly string[] {
  if (round.signatures.length === 0 && state.case.requests.size === 0) return []
  const content = stageContentHash(state, instance, round, intent)
  const authors = new Set([...round.filled.values()].map(({ person }) => person))
  const own = round.signatures.filter((one) => one.intent === intent && one.contentHash === content)
  const words = [...own, ...passkeyWords(state, instance, content, at)].filter(
    ({ person, keyId, at: signedAt }) => {
      const isLate = Date.parse(at) - Date.parse(signedAt) > action.expiresHours * 3_600_000
      const revoked = state.case.revoked.get(keyId)
      return !isLate && !authors.has(person) && (revoked === undefined || revoked.at > at)
    },
  )
  return standing({ quorum: action.quorum, roles: action.roles }, words).counted.map(({ person }) => person)
}

/** Words given to requests about exactly this content that were open then and that nobody rejected. */
function passkeyWords(
  state: ResponseState,
  { key }: Instance,
  content: string,
  at: string,
): readonly GivenWord[] {
  return requestsOf(state.case, { kind: 'stage', name: key }, content).flatMap((request) => {
    const { expiresAt, withdrawn, given } = request
    if (withdrawn !== undefined || expiresAt <= at) return []
    if (given.some(({ verdict }) => verdict === 'reject')) return []
    return given.filter((word) => word.at <= at)
  })
}

export function signedMessage(content: SignedContent): Buffer {
  return Buffer.from(canonicalJson({ ...content, kind: 'response', verdict: 'approve' }))
}

/** Signs with an Ed25519 key; base64. */
export function signContent(content: SignedContent, key: KeyObject): string {
  return sign(undefined, signedMessage(content), key).toString('base64')
}

export function isContentSignedBy(content: SignedContent, signature: string, approver: Approver): boolean {
  try {
    const key = createPublicKey(approver.publicKey)
    return verify(undefined, signedMessage(content), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
