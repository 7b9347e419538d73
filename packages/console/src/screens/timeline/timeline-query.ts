import { infiniteQueryOptions } from '@tanstack/react-query'

import { caseKey, casePath } from '../../api/queries.ts'
import { getJson } from '../../api/request.ts'
import type { Timeline } from '../../api/shapes.ts'
import { type KindGroup, kindGroups } from './kind-groups.ts'

export function timelineQuery(
  caseId: string,
  { show, about }: { show: KindGroup | undefined; about: string },
) {
  return infiniteQueryOptions({
    queryKey: [...caseKey(caseId), 'timeline', show, about],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '100' })
      if (show !== undefined) query.set('kinds', kindGroups[show].join(','))
      if (about !== '') query.set('object', about)
      if (pageParam !== undefined) query.set('before', String(pageParam))
      return getJson<Timeline>(`${casePath(caseId)}/timeline?${query}`, signal)
    },
    getNextPageParam: ({ next }) => next,
  })
}
