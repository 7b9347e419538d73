import { queryOptions } from '@tanstack/react-query'

import { ApiProblem } from '../../api/problem.ts'
import { caseKey, casePath } from '../../api/queries.ts'
import { getJson } from '../../api/request.ts'
import type { PlanShown } from '../../api/shapes.ts'

/** The plan that a case follows; null while it follows none. */
export function planQuery(caseId: string) {
  return queryOptions({
    queryKey: [...caseKey(caseId), '/plan'],
    queryFn: async ({ signal }): Promise<PlanShown | null> => {
      try {
        return await getJson<PlanShown>(`${casePath(caseId)}/plan`, signal)
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return null
        throw error
      }
    },
  })
}
