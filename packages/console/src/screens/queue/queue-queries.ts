import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { caseKey, casePath } from '../../api/queries.ts'
import { getJson } from '../../api/request.ts'
import type { QueueGroupShape, QueuePageShape, SideBySideShape } from '../../api/shapes.ts'

export interface QueueFilter {
  readonly unit: string
  readonly class: string
  readonly standing: string
}

/** What one page shows; a night with more is worked off by filters. */
export const pageSize = 100

export function queueQuery(caseId: string, filter: QueueFilter, offset: number, limit: number = pageSize) {
  const query = new URLSearchParams({ offset: String(offset), limit: String(limit) })
  for (const [name, value] of Object.entries(filter)) if (value !== '') query.set(name, value)
  return queryOptions({
    queryKey: [...caseKey(caseId), 'queue', query.toString()],
    queryFn: ({ signal }) => getJson<QueuePageShape>(`${casePath(caseId)}/queue?${query}`, signal),
    placeholderData: keepPreviousData,
  })
}

export function groupQuery(caseId: string, facts: string) {
  return queryOptions({
    queryKey: [...caseKey(caseId), 'queue', 'group', facts],
    queryFn: ({ signal }) => getJson<QueueGroupShape>(`${casePath(caseId)}/queue/${facts}`, signal),
  })
}

/** Facts name contents, so what was compared once stays compared: no event makes it read again. */
export function versionsQuery(caseId: string, facts: string) {
  return queryOptions({
    queryKey: ['versions', caseId, facts],
    queryFn: ({ signal }) =>
      getJson<{ views: SideBySideShape[] }>(`${casePath(caseId)}/queue/${facts}/versions`, signal),
    retry: false,
  })
}
