import type { SeenEvent } from './events.ts'
import type { Missing } from './stages/missing.ts'

/** Why nothing happens. `missing` is everything that is missing, at once. */
export interface ResponseRefusal {
  readonly refused:
    | 'not-declared'
    | 'closed'
    | 'no-plan'
    | 'already-adopted'
    | 'unknown-stage'
    | 'out-of-order'
    | 'wrong-value'
    | 'wrong-content'
    | 'wrong-signature'
    | 'unknown-approver'
    | 'already-approved'
    | 'gate-closed'
  readonly message: string
  readonly hint: string
  readonly missing: readonly Missing[]
}

export function isResponseRefusal(result: readonly SeenEvent[] | ResponseRefusal): result is ResponseRefusal {
  return 'refused' in result
}

export function refuse(
  refused: ResponseRefusal['refused'],
  message: string,
  hint: string,
  missing: readonly Missing[] = [],
): ResponseRefusal {
  return { refused, message, hint, missing }
}
