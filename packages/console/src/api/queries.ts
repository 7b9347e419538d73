import { queryOptions } from '@tanstack/react-query'

import { getJson } from './request.ts'
import type { CaseSummaryShape, CaseViewShape, FirstHour, MeShape } from './shapes.ts'

/** All that is read of a case has a key that begins with these two: an event makes it read again. */
export function caseKey(caseId: string): readonly ['case', string] {
  return ['case', caseId]
}

export function casePath(caseId: string): string {
  return `/api/cases/${encodeURIComponent(caseId)}`
}

/** A query of one case, read again after each event of the case. */
export function caseQuery<Answer>(caseId: string, path: string) {
  return queryOptions({
    queryKey: [...caseKey(caseId), path],
    queryFn: ({ signal }) => getJson<Answer>(`${casePath(caseId)}${path}`, signal),
  })
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => getJson<MeShape>('/api/me', signal),
})

export const casesQuery = queryOptions({
  queryKey: ['cases'],
  queryFn: ({ signal }) =>
    getJson<{ cases: CaseSummaryShape[]; next: string | null }>('/api/cases?limit=200', signal),
})

/** What the frame shows on every screen, and the first hour in full. */
export function firstHourQuery(caseId: string) {
  return caseQuery<FirstHour>(caseId, '/first-hour')
}

/** Every unit with how far it is and what is missing for its gate. */
export function caseViewQuery(caseId: string) {
  return caseQuery<CaseViewShape>(caseId, '')
}
