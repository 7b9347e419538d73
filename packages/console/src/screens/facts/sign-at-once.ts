import { casePath } from '../../api/queries.ts'
import { getJson, postJson } from '../../api/request.ts'
import type { ApprovalRequestShape } from '../../api/shapes.ts'

/** Asks for the signature under something about facts and gives the request, so that it can be signed at once. */
export async function askedRequest(
  caseId: string,
  path: string,
  body: unknown,
): Promise<ApprovalRequestShape> {
  const { request } = await postJson<{ request: string }>(`${casePath(caseId)}/facts${path}`, body)
  return getJson(`${casePath(caseId)}/approvals/${encodeURIComponent(request)}`)
}
