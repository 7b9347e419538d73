import type { DeskHours } from './answer-by.ts'
import { opened } from './decide-inquiry.ts'
import type { Inquiry } from './inquiry.ts'

/** What is open while nobody said for which case the desk works. */
export type CaseAtHand = 'none' | 'exercise' | 'undecided'

/**
 * No exercise open: a question outside of any case, or of an incident that the desk was not told of. Only exercises: it
 * is one of theirs. Both: nobody can tell.
 */
export function caseAtHand(open: readonly { readonly exercise: boolean }[]): CaseAtHand {
  if (!open.some(({ exercise }) => exercise)) return 'none'
  return open.every(({ exercise }) => exercise) ? 'exercise' : 'undecided'
}

/**
 * The only place that says to which case an inquiry belongs that names none, and so whether its mails reach a stranger
 * or the mailbox of an exercise. `open` are the open cases, the newest first. One that cannot be told is opened at once,
 * or nobody could confirm it and it would be deleted: no mail goes to anybody until a person says whose it is.
 */
export function placed(
  inquiry: Inquiry,
  open: readonly { readonly id: string; readonly exercise: boolean }[],
  desk: DeskHours,
): Inquiry {
  if (inquiry.caseId !== undefined) return inquiry
  switch (caseAtHand(open)) {
    case 'none':
      return inquiry
    case 'exercise': {
      const [newest] = open
      return newest === undefined ? inquiry : { ...inquiry, caseId: newest.id }
    }
    case 'undecided': {
      const waiting = inquiry.state === 'unconfirmed' ? opened(inquiry, inquiry.receivedAt, desk) : inquiry
      return { ...waiting, undecided: true }
    }
  }
}
