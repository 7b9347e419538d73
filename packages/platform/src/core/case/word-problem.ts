import {
  type ApprovalRequest,
  type RequestDecision,
  requestSealed,
  statementDigest,
} from './approval-request.ts'
import { statusOf } from './request-status.ts'
import { keyOf, maySign } from './credential.ts'
import { refusal, type Refusal } from './commands.ts'
import { type Seal, sealProblem } from './seal.ts'
import type { CaseState } from './state.ts'

/** People look for their key for a while; what was signed earlier than this is another decision. */
const freshMs = 10 * 60 * 1000
/** Clocks of two machines. */
const skewMs = 60 * 1000

export interface SignedWord extends RequestDecision {
  readonly seal: Seal
}

/** A word before it is signed: by which key it would be. */
export interface UnsignedWord extends RequestDecision {
  readonly keyId: string
}

/** Why a signed word on a request does not count; asked before it is written, and again whenever the log is read. */
export function wordProblem(state: CaseState, word: SignedWord, at: string): Refusal | undefined {
  const request = state.requests.get(word.request)
  return (
    mayNotSign(state, { ...word, keyId: word.seal.keyId }, at) ??
    (request === undefined ? undefined : signatureProblem(state, request, word))
  )
}

/** Why a word would not count, whatever its signature; people are told before their authenticator asks. */
export function mayNotSign(state: CaseState, word: UnsignedWord, at: string): Refusal | undefined {
  const request = state.requests.get(word.request)
  if (request === undefined) {
    return refusal(
      'unknown-request',
      `The case has no approval request "${word.request}".`,
      'See the open ones, and sign one of them.',
    )
  }
  return (
    statusProblem(statusOf(state, request, at)) ??
    signerProblem(state, request, word) ??
    timeProblem(request, word, at) ??
    repeated(state, request, word)
  )
}

function statusProblem(status: ReturnType<typeof statusOf>): Refusal | undefined {
  switch (status) {
    case 'open':
    case 'approved':
      return undefined
    case 'expired':
      return refusal(
        'request-over',
        'The request has expired.',
        'Ask anew; what was signed for it does not count.',
      )
    case 'rejected':
      return refusal('request-over', 'The request was rejected.', 'Mend what was objected to, then ask anew.')
    case 'withdrawn':
      return refusal('request-over', 'The request was withdrawn.', 'Ask anew if it is still needed.')
    case 'void':
      return refusal(
        'wrong-content',
        'What the request is about has changed since.',
        'Look at the present facts, ask anew, and let everybody sign those.',
      )
  }
}

function signerProblem(
  state: CaseState,
  request: ApprovalRequest,
  { person, role, verdict, keyId }: UnsignedWord,
): Refusal | undefined {
  if (state.revoked.has(keyId)) {
    return refusal('revoked-key', 'This key was revoked.', 'Register another key and have it vouched for.')
  }
  const key = keyOf(state, person, keyId)
  if (key === undefined) {
    return refusal(
      'unknown-approver',
      `This key is not registered for ${person} in the case.`,
      'Two people who know the person and the key have to vouch for it first.',
    )
  }
  const isAble = key.roles.includes(role) && maySign(role)
  if (!isAble || (request.roles.length > 0 && !request.roles.includes(role))) {
    return refusal(
      'wrong-role',
      `${person} cannot sign this as ${role}.`,
      `It takes one of: ${request.roles.join(', ') || 'any role that approves'}. The key was registered for: ${key.roles.join(', ')}.`,
    )
  }
  if (verdict === 'approve' && request.authors.includes(person)) {
    return refusal(
      'own-content',
      `${person} wrote what is to be approved; authors do not count.`,
      'Let others sign.',
    )
  }
  return undefined
}

function timeProblem(request: ApprovalRequest, { signedAt }: UnsignedWord, at: string): Refusal | undefined {
  const [signed, now] = [Date.parse(signedAt), Date.parse(at)]
  const isFresh = now - signed <= freshMs && signed - now <= skewMs
  const isAfter = signed >= Date.parse(request.at) - skewMs
  if (isFresh && isAfter) return undefined
  return refusal(
    'wrong-signature',
    'The signature is too old, or of a time that has not come.',
    'Look at the request again and sign it now.',
  )
}

function repeated(state: CaseState, request: ApprovalRequest, word: UnsignedWord): Refusal | undefined {
  if (request.said.has(statementDigest(requestSealed(state.id, request, word).statement))) {
    return refusal(
      'already-approved',
      'Exactly this was signed already; a signature counts once.',
      'To come back to an earlier word, sign anew.',
    )
  }
  const own = request.given.find(({ person }) => person === word.person)
  const isSame = own?.verdict === word.verdict && !state.revoked.has(own.keyId)
  const isTwin = request.given.some(({ keyId, person }) => keyId === word.keyId && person !== word.person)
  if (!isSame && !isTwin) return undefined
  return refusal(
    'already-approved',
    isTwin ? 'This key signed already, under another name.' : `${word.person} signed this already.`,
    'A second person with an own key has to sign.',
  )
}

function signatureProblem(state: CaseState, request: ApprovalRequest, word: SignedWord): Refusal | undefined {
  const key = keyOf(state, word.person, word.seal.keyId)
  const problem =
    key === undefined ? 'no key' : sealProblem(word.seal, key, requestSealed(state.id, request, word))
  if (problem === undefined) return undefined
  return refusal(
    'wrong-signature',
    `The signature does not count: ${problem}.`,
    'Open the request again and sign it with the registered key, on the page of this server. If its address changed since the request was made, ask anew.',
  )
}
