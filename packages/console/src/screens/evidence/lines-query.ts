import { queryOptions } from '@tanstack/react-query'

import { casePath } from '../../api/queries.ts'
import { getText } from '../../api/request.ts'
import { readLines } from './read-lines.ts'

/** Entries never change, so a page that was read stays; its key does not begin with the case, no event reloads it. */
export function linesQuery(caseId: string, { after, limit }: { after: number; limit: number }) {
  // One line more before the page, so that its first entry is checked as well.
  const from = Math.max(0, after - 1)
  return queryOptions({
    queryKey: ['lines', caseId, after, limit],
    queryFn: async ({ signal }) => {
      const path = `${casePath(caseId)}/evidence.ndjson?after=${from}&limit=${limit + after - from}`
      const checked = await readLines(await getText(path, signal))
      return checked.slice(after - from)
    },
  })
}
