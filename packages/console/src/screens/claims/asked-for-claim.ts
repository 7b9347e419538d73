import { casePath } from '../../api/queries.ts'
import { getJson, postJson } from '../../api/request.ts'
import type { ApprovalRequestShape } from '../../api/shapes.ts'

/** Asks for the signatures under something about a claim and gives the request, so that it can be signed at once. */
export async function askedForClaim(
  caseId: string,
  path: string,
  body: unknown,
): Promise<ApprovalRequestShape> {
  const { request } = await postJson<{ request: string }>(`${casePath(caseId)}/claims${path}`, body)
  return getJson(`${casePath(caseId)}/approvals/${encodeURIComponent(request)}`)
}
