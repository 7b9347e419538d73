import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { type Approver, approvalsOf } from '../../case/index.ts'
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
    plan: state.plan?.digest ?? '',
    stage: key,
    definition: round.definition,
    round: round.since,
    intent,
    filled: filled.toSorted((a, b) => a.task - b.task),
  }
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}

/** People of the asked roles who signed the present content and whose signature has not run out; each person and key once. */
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
  const content = stageContentHash(state, instance, round, intent)
  const authors = new Set([...round.filled.values()].map(({ person }) => person))
  const people = new Map<string, string>()
  const byFile = round.signatures.filter(
    ({ contentHash, intent: meant }) => meant === intent && contentHash === content,
  )
  // Passkeys sign the same content hash, which says what is meant.
  const byPasskey = approvalsOf(state.case, { kind: 'stage', name: instance.key }, content, at)
  for (const { person, role, keyId, at: signedAt } of [...byFile, ...byPasskey]) {
    const isLate = Date.parse(at) - Date.parse(signedAt) > action.expiresHours * 3_600_000
    if (isLate || authors.has(person) || state.case.revoked.has(keyId)) continue
    if (!action.roles.some((asked) => asked === role) || [...people.values()].includes(keyId)) continue
    if (!people.has(person)) people.set(person, keyId)
  }
  return [...people.keys()]
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
