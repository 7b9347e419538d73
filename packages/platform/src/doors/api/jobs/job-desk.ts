import type { EmergencyPlan } from '../../../core/emergency-plan/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Workplace } from '../../../core/jobs/index.ts'
import type { Roster } from '../../../core/response/index.ts'

/** What the server works with, and how it is told that there is something to do. */
export interface JobDesk {
  readonly workplace: Workplace
  /** As the file is now. Throws `estate-invalid`. */
  readonly estate: () => Estate
  /** The emergency plan that the workplace names, as the file is now. Throws `not-found`, `emergency-plan-invalid`. */
  readonly plan: () => EmergencyPlan
  /** Who is called, as the file of the workplace is now. Throws `not-found`, `input-invalid`. */
  readonly roster: () => Roster
  /** Somebody asked for work: looks for it at once. What is not heard is found some seconds later. */
  readonly wake: () => void
}

/** Throws `not-found` where the server only shows. */
export function requireDesk(desk: JobDesk | undefined): JobDesk {
  if (desk !== undefined) return desk
  throw new AnlaufError('not-found', 'This server has no workplace: it shows cases and does no work.', {
    hint: 'Write anlauf.yaml into its home (docs/api.md shows one), then start "anlauf up" again. The command line can do everything meanwhile.',
  })
}
