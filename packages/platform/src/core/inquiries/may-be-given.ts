import { AnlaufError } from '../failure.ts'
import type { Inquiry } from './inquiry.ts'

/** Nothing is said to a person of whom nobody knows whether they are real: no mail would go out, and they would count as told. */
export function requireDecided({ reference, undecided }: Inquiry): void {
  if (undecided !== true) return
  throw new AnlaufError(
    'gate-closed',
    `Nobody said whether ${reference} is of the incident or of the exercise.`,
    { hint: `Say it first: anlauf inquiry class --reference ${reference} --case ID` },
  )
}
