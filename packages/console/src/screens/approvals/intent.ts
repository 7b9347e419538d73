import type { ApprovalRequestShape } from '../../api/shapes.ts'
import type { Word } from './approval-queries.ts'

/** What a person wants to do with a request. */
export type Intent =
  | { readonly kind: 'sign'; readonly request: ApprovalRequestShape; readonly verdict: Word['verdict'] }
  | { readonly kind: 'withdraw'; readonly request: ApprovalRequestShape; readonly whole: boolean }
