import { AnlaufError } from '../failure.ts'
import { reminders } from './due.ts'
import type { GivenAnswer } from './inquiry-decision.ts'
import type { Inquiry } from './inquiry.ts'

/** What may be given to the person: approved, and for one customer only where somebody checked who asks. Throws `gate-closed`. */
export function requireGivable(inquiry: Inquiry, answer: GivenAnswer): void {
  if (!answer.approved) {
    throw new AnlaufError('gate-closed', `The answer ${answer.id} is not approved.`, {
      hint: `A second person reads and approves it: anlauf inquiry approve --answer ${answer.id}`,
    })
  }
  if (!answer.tenantSpecific || inquiry.identity !== undefined) return
  throw new AnlaufError(
    'gate-closed',
    `Nobody checked who wrote ${inquiry.reference}, and the answer is for one customer only.`,
    {
      hint: 'Check it by known data, by calling back the known number or by the portal, and record it: anlauf inquiry class --identity',
    },
  )
}

/** Broken promises once this moment is told: what came late counts once, when its time ran out, or now where nobody looked then. */
export function breachesAt({ answerBy, reminded, breaches }: Inquiry, at: string): number {
  const isNew = answerBy !== undefined && Date.parse(at) > Date.parse(answerBy) && reminded < reminders.length
  return breaches + (isNew ? 1 : 0)
}

/** Nothing is said to a person of whom nobody knows whether they are real: no mail would go out, and they would count as told. */
export function requireDecided({ reference, undecided }: Inquiry): void {
  if (undecided !== true) return
  throw new AnlaufError(
    'gate-closed',
    `Nobody said whether ${reference} is of the incident or of the exercise.`,
    { hint: `Say it first: anlauf inquiry class --reference ${reference} --case ID` },
  )
}
