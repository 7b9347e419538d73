import { queryOptions } from '@tanstack/react-query'

import { caseKey } from '../../api/queries.ts'
import { getJson } from '../../api/request.ts'
import type {
  InquiryAnswerShape,
  InquiryClusterShape,
  InquiryFiguresShape,
  InquiryShape,
} from '../../api/shapes.ts'

/** Inquiries are no events of the case: somebody may write at any time. */
const everyMs = 30_000

/** Those of a case in a state, the most urgent first. */
export function inquiriesQuery(caseId: string, state: string) {
  return queryOptions({
    queryKey: [...caseKey(caseId), 'inquiries', state],
    queryFn: ({ signal }) =>
      getJson<{ figures: InquiryFiguresShape; inquiries: InquiryShape[] }>(
        `/api/inquiries?state=${state}&case=${encodeURIComponent(caseId)}&limit=100`,
        signal,
      ),
    refetchInterval: everyMs,
    retry: false,
  })
}

/** What many ask in other words. */
export function clustersQuery(caseId: string) {
  return queryOptions({
    queryKey: [...caseKey(caseId), 'inquiry-clusters'],
    queryFn: ({ signal }) =>
      getJson<{ clusters: InquiryClusterShape[] }>(
        `/api/inquiry-clusters?case=${encodeURIComponent(caseId)}`,
        signal,
      ),
    refetchInterval: everyMs,
    retry: false,
  })
}

/** What was written and approved; answers serve every case. */
export function answersQuery(caseId: string) {
  return queryOptions({
    queryKey: [...caseKey(caseId), 'inquiry-answers'],
    queryFn: ({ signal }) => getJson<{ answers: InquiryAnswerShape[] }>('/api/inquiry-answers', signal),
    retry: false,
  })
}
