import { z } from '@hono/zod-openapi'

import {
  type ApprovalRequest,
  type CaseState,
  challengeOf,
  type Command,
  type Credential,
  mayNotSign,
  requestSealed,
  statementDigest,
} from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Principal } from '../access/principal.ts'

const Base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/)

/** What the browser's `PublicKeyCredential.toJSON()` says after `navigator.credentials.get()`. */
export const Assertion = z
  .object({
    id: Base64Url.max(2048),
    response: z
      .object({
        authenticatorData: Base64Url.max(4096),
        clientDataJSON: Base64Url.max(8192),
        signature: Base64Url.max(2048),
      })
      .loose(),
  })
  .loose()
  .openapi('Assertion')

export const WordBody = z.strictObject({
  verdict: z.enum(['approve', 'reject']),
  role: z.string().min(1).max(100).openapi({ description: 'As what; one that the key was registered for' }),
  reason: z.string().max(2000).default('').openapi({ description: 'An objection needs one' }),
})

export const SignedWordBody = WordBody.extend({
  signedAt: z.string().max(40).openapi({ description: 'As the options said it' }),
  credential: Assertion,
})

/** What an authenticator is asked for. */
export const SignOptions = z
  .object({
    signedAt: z.string(),
    statement: z.string().openapi({ description: 'The text that is signed, to the letter' }),
    statementHash: z.string(),
    contentHash: z.string(),
    head: z.string(),
    short: z
      .string()
      .openapi({ description: 'First digits of the content hash: show them before the authenticator asks' }),
    publicKey: z
      .looseObject({ challenge: z.string() })
      .openapi({ description: 'For `PublicKeyCredential.parseRequestOptionsFromJSON()`' }),
  })
  .openapi('SignOptions')

type Word = z.infer<typeof WordBody>

/** The exact statement and the challenge over it. Throws what would keep the signature from counting. */
export function signOptions(
  state: CaseState,
  request: ApprovalRequest,
  word: Word,
  { principal, at }: { readonly principal: Principal; readonly at: string },
): z.infer<typeof SignOptions> {
  requireReason(word)
  const keys = keysOf(state, principal)
  const decision = { request: request.request, ...word, person: principal.name, signedAt: at }
  const refusals = keys.map(({ keyId }) => mayNotSign(state, { ...decision, keyId }, at))
  const usable = keys.filter((_, place) => refusals[place] === undefined)
  const [first] = usable
  if (first === undefined) throw unable(refusals[0])
  const sealed = requestSealed(state.id, request, decision)
  return {
    signedAt: at,
    statement: Buffer.from(sealed.statement).toString(),
    statementHash: statementDigest(sealed.statement),
    contentHash: request.contentHash,
    head: request.head,
    short: request.contentHash.slice(0, 8),
    publicKey: {
      challenge: challengeOf(sealed).toString('base64url'),
      rpId: first.rpId,
      allowCredentials: usable.map(({ credentialId }) => ({ type: 'public-key', id: credentialId })),
      userVerification: 'required',
      timeout: 300_000,
    },
  }
}

/** The command of a signed word; undefined when exactly this is what the person's word is already. */
export function signCommand(
  state: CaseState,
  request: ApprovalRequest,
  { credential, ...word }: z.infer<typeof SignedWordBody>,
  principal: Principal,
): Extract<Command, { command: 'signRequest' }> | undefined {
  requireReason(word)
  const key = keysOf(state, principal).find(({ credentialId }) => credentialId === credential.id)
  if (key === undefined) throw foreignKey(principal)
  const decision = { request: request.request, ...word, person: principal.name }
  const { authenticatorData, clientDataJSON, signature } = credential.response
  const own = request.given.find(({ person }) => person === principal.name)
  const isRepeated = request.said.has(statementDigest(requestSealed(state.id, request, decision).statement))
  if (isRepeated && own?.verdict === word.verdict) return undefined
  return {
    command: 'signRequest',
    ...decision,
    seal: {
      keyId: key.keyId,
      signature: base64(signature),
      passkey: { authenticatorData: base64(authenticatorData), clientDataJSON: base64(clientDataJSON) },
    },
  }
}

/** The request of an address. Throws `not-found`. */
export function requestNamed(state: CaseState, id: string): ApprovalRequest {
  const request = state.requests.get(id)
  if (request !== undefined) return request
  throw new AnlaufError('not-found', `The case has no approval request "${id}".`, {
    hint: 'GET /api/cases/{case}/approvals lists them.',
  })
}

function keysOf(state: CaseState, { name, kind }: Principal): readonly Credential[] {
  if (kind !== 'person') {
    throw new AnlaufError('not-permitted', 'Programs do not sign.', {
      hint: 'People sign in and use their passkey. A key in a file signs with "anlauf recover approve".',
      context: { permission: 'signRequest' },
    })
  }
  const own = [...state.credentials.values()].filter(
    ({ person, keyId }) => person === name && !state.revoked.has(keyId),
  )
  if (own.length > 0) return own
  throw new AnlaufError('gate-closed', `No passkey of ${name} may sign in this case.`, {
    hint: 'Two people who may sign have to vouch for it: GET /api/approver-keys shows who did.',
    context: { missing: ['two vouchers'] },
  })
}

function requireReason({ verdict, reason }: Word): void {
  if (verdict === 'approve' || reason.trim() !== '') return
  throw new AnlaufError('input-invalid', 'An objection needs a reason.', {
    hint: 'Say what has to change; others read it.',
  })
}

function unable(refusal: ReturnType<typeof mayNotSign>): AnlaufError {
  const { message, hint, refused, missing } = refusal ?? {
    message: 'None of your passkeys can sign this.',
    hint: 'Look at the request again.',
    refused: 'unknown-key',
    missing: [],
  }
  return new AnlaufError('input-invalid', message, { hint, context: { refused, missing } })
}

function foreignKey({ name }: Principal): AnlaufError {
  return new AnlaufError('input-invalid', `This passkey is not one of ${name} that may sign here.`, {
    hint: 'Use the passkey that the options named.',
  })
}

function base64(base64url: string): string {
  return Buffer.from(base64url, 'base64url').toString('base64')
}
