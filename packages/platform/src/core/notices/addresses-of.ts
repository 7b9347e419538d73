import type { CaseState } from '../case/index.ts'
import type { Estate } from '../estate/index.ts'
import { lostDomains, mailsOf, reachable } from './plan-recipients.ts'

/** The addresses of a recipient, as the estate has them now. They stay out of the log. */
export interface WaysOf {
  readonly name: string
  /** Reachable ones, the first is written to. */
  readonly mails: readonly string[]
  readonly phones: readonly string[]
  readonly letters: readonly string[]
  /** Nobody outside is called in an exercise: numbers and addresses of houses are left out. */
  readonly isWithheld: boolean
}

/**
 * How a recipient is reached; nothing for one whom the estate does not know any more. The only place that turns a
 * recipient into a number, so that an exercise rings at nobody's. Mail of an exercise is kept in by the way out of mail.
 */
export function addressesOf(
  estate: Estate,
  state: Pick<CaseState, 'services' | 'systems' | 'exercise'>,
): (recipient: string) => WaysOf {
  const lost = lostDomains(estate, state)
  const contacts = new Map(estate.contacts.map((contact) => [contact.id, contact]))
  return (recipient) => {
    const contact = contacts.get(recipient.slice(recipient.indexOf('/') + 1))
    if (contact === undefined)
      return { name: '', mails: [], phones: [], letters: [], isWithheld: state.exercise }
    const { name, channels } = contact
    const toOf = (kind: string): readonly string[] =>
      channels.flatMap((channel) => (channel.kind === kind ? channel.to : []))
    return {
      name,
      mails: reachable(mailsOf(channels), lost),
      phones: state.exercise ? [] : toOf('phone'),
      letters: state.exercise ? [] : toOf('letter'),
      isWithheld: state.exercise,
    }
  }
}
