import { queryOptions } from '@tanstack/react-query'

import { casePath } from '../../api/queries.ts'
import { getJson } from '../../api/request.ts'
import type { Matrix } from '../../api/shapes.ts'

/** Rows of one answer; 10,000 tenants come as one answer. */
const pageSize = 10_000

/**
 * All rows. Its key does not begin with the case's: a restore appends several entries a second, and two megabytes
 * need not be read again for each of them; the screen decides when.
 */
export function matrixQuery(caseId: string) {
  return queryOptions({
    queryKey: ['matrix', caseId],
    queryFn: async ({ signal }): Promise<Matrix> => {
      let page = await readPage(caseId, '', signal)
      const rows = [...page.rows]
      while (page.next !== null) {
        page = await readPage(caseId, `&after=${encodeURIComponent(page.next)}`, signal)
        rows.push(...page.rows)
      }
      return { ...page, rows }
    },
  })
}

function readPage(caseId: string, after: string, signal: AbortSignal): Promise<Matrix> {
  return getJson<Matrix>(`${casePath(caseId)}/matrix?limit=${pageSize}${after}`, signal)
}
