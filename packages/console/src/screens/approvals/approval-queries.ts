import { queryOptions } from '@tanstack/react-query'

import { caseKey, casePath } from '../../api/queries.ts'
import { getJson, postJson } from '../../api/request.ts'
import type { ApprovalRequestShape, ApprovalsShape, SignOptionsShape } from '../../api/shapes.ts'
import { signWithPasskey } from '../../parts/passkey.ts'

/** What waits for signatures, or everything that was ever asked for. */
export function approvalsQuery(caseId: string, status: 'open' | 'all', before?: string) {
  const page = before === undefined ? '' : `&before=${encodeURIComponent(before)}`
  return queryOptions({
    queryKey: [...caseKey(caseId), 'approvals', status, before ?? ''],
    queryFn: ({ signal }) =>
      getJson<ApprovalsShape>(`${casePath(caseId)}/approvals?status=${status}${page}`, signal),
  })
}

export interface Word {
  readonly verdict: 'approve' | 'reject'
  readonly role: string
  readonly reason: string
}

const path = (caseId: string, request: string): string =>
  `${casePath(caseId)}/approvals/${encodeURIComponent(request)}`

/** Asks for signatures on one content. */
export function askForApproval(caseId: string, body: unknown): Promise<ApprovalRequestShape> {
  return postJson(`${casePath(caseId)}/approvals`, body)
}

/**
 * Asks for the signatures under something that a screen of its own describes (`/facts`, `/claims`, `/findings` …), and gives
 * the request, so that it can be signed at once.
 */
export async function askedRequest(caseId: string, at: string, body: unknown): Promise<ApprovalRequestShape> {
  const { request } = await postJson<{ request: string }>(`${casePath(caseId)}${at}`, body)
  return getJson(path(caseId, request))
}

/** The text to the letter, and what a passkey is asked for. */
export function signOptions(caseId: string, request: string, word: Word): Promise<SignOptionsShape> {
  return postJson(`${path(caseId, request)}/options`, word)
}

/** The authenticator asks, then the signature is handed in. Throws `PasskeyCancelled`, `ApiProblem`. */
export async function sign(
  caseId: string,
  request: string,
  word: Word,
  options: SignOptionsShape,
): Promise<ApprovalRequestShape> {
  const credential = await signWithPasskey(options.publicKey)
  return postJson(`${path(caseId, request)}/signatures`, { ...word, signedAt: options.signedAt, credential })
}

export function withdraw(
  caseId: string,
  request: string,
  body: { readonly whole: boolean; readonly reason: string },
): Promise<ApprovalRequestShape> {
  return postJson(`${path(caseId, request)}/withdrawal`, body)
}
