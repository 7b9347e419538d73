import { queryOptions } from '@tanstack/react-query'

import { caseKey, casePath } from '../../api/queries.ts'
import { getJson, postJson } from '../../api/request.ts'
import type { JobShown } from '../../api/shapes.ts'

export interface WorkplaceShape {
  readonly works: boolean
  readonly atOnce: number
  readonly repositories: readonly string[]
  readonly kinds: readonly {
    readonly kind: JobShown['kind']
    readonly permission: string
    readonly unit: 'one' | 'may' | 'none'
  }[]
}

export const workplaceQuery = queryOptions({
  queryKey: ['workplace'],
  queryFn: ({ signal }) => getJson<WorkplaceShape>('/api/workplace', signal),
})

/** Counters of what runs are no entries of the log: while something is open they are asked for. */
const counterMs = 2000

export function jobsQuery(caseId: string) {
  return queryOptions({
    queryKey: [...caseKey(caseId), 'jobs'],
    queryFn: ({ signal }) =>
      getJson<{ jobs: JobShown[]; next: number | null }>(`${casePath(caseId)}/jobs?limit=100`, signal),
    refetchInterval: ({ state }) => (state.data?.jobs.some(isOpen) === true ? counterMs : false),
  })
}

export function isOpen({ state }: JobShown): boolean {
  return state === 'waiting' || state === 'running'
}

/** Asks for work; the same open work is not started twice. */
export function askForJob(
  caseId: string,
  body: { readonly kind: JobShown['kind']; readonly unit?: string; readonly options?: JobShown['options'] },
): Promise<JobShown> {
  return postJson(`${casePath(caseId)}/jobs`, body, { 'Idempotency-Key': crypto.randomUUID() })
}

export function cancelJob(caseId: string, job: string): Promise<JobShown> {
  return postJson(`${casePath(caseId)}/jobs/${encodeURIComponent(job)}/cancel`)
}
