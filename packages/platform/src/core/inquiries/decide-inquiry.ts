import { AnlaufError } from '../failure.ts'
import { answerBy, type DeskHours } from './answer-by.ts'
import { extended, notExtended } from './extend-request.ts'
import { breachesAt, requireDecided, requireGivable } from './may-be-given.ts'
import type { ExtensionReason, IdentityCheck, Inquiry, InquiryClass } from './inquiry.ts'
import type { GivenAnswer, InquiryDecision } from './inquiry-decision.ts'

/** What can be done with an inquiry. `at` is when; whoever answers brings an approved answer. */
export type InquiryCommand =
  | { readonly command: 'confirm' }
  | { readonly command: 'classify'; readonly class: InquiryClass }
  /** Of one that could be of an incident or of an exercise. */
  | { readonly command: 'assign'; readonly caseId: string }
  | { readonly command: 'identify'; readonly how: IdentityCheck }
  | { readonly command: 'answer'; readonly answer: GivenAnswer }
  /** A data subject is told, with an approved text, that the own request takes longer. */
  | { readonly command: 'extend'; readonly answer: GivenAnswer; readonly because: ExtensionReason }
  /** The mail that told so came back. */
  | { readonly command: 'notExtended' }
  | { readonly command: 'solved' }
  | { readonly command: 'notSolved' }
  /** The mail with the answer came back, or the relay never took it: nobody was told anything. */
  | { readonly command: 'undelivered' }

/**
 * Decides a command. Undefined: there is nothing left to do, as when a link is followed twice. Throws `not-permitted`
 * or `gate-closed` with what to do first.
 */
export function decideInquiry(
  inquiry: Inquiry,
  command: InquiryCommand,
  { at, desk }: { readonly at: string; readonly desk: DeskHours },
): InquiryDecision | undefined {
  const { reference, state } = inquiry
  switch (command.command) {
    case 'confirm':
      if (state !== 'unconfirmed') return undefined
      return { inquiry: opened(inquiry, at, desk), kind: 'inquiry.confirmed', data: {} }
    case 'classify':
      // What a program sent was set aside whatever it is; a person takes it out by saying so.
      if (command.class === inquiry.class && (inquiry.state !== 'set-aside' || inquiry.class === 'security'))
        return undefined
      return {
        inquiry: classified(inquiry, command.class, at, desk),
        kind: 'inquiry.classified',
        data: { from: inquiry.class, to: command.class },
      }
    case 'assign': {
      if (inquiry.undecided !== true) throw decided(inquiry)
      const { undecided: _undecided, ...rest } = inquiry
      return { inquiry: { ...rest, caseId: command.caseId }, kind: 'inquiry.assigned', data: {} }
    }
    case 'identify':
      return {
        inquiry: { ...inquiry, identity: command.how },
        kind: 'inquiry.identified',
        data: { how: command.how },
      }
    case 'answer':
      return answered(inquiry, command.answer, at)
    case 'extend':
      return extended(inquiry, command, at)
    case 'notExtended':
      return notExtended(inquiry)
    case 'solved':
      if (state === 'solved') return undefined
      requireState(inquiry, ['answered'], 'say that it is solved')
      return { inquiry: { ...inquiry, state: 'solved', closedAt: at }, kind: 'inquiry.solved', data: {} }
    case 'notSolved':
      if (state === 'open' && inquiry.reopened > 0) return undefined
      requireState(inquiry, ['answered', 'solved'], 'say that it is not solved')
      return {
        inquiry: { ...without(opened(inquiry, at, desk)), reopened: inquiry.reopened + 1 },
        kind: 'inquiry.notSolved',
        data: { reference, times: inquiry.reopened + 1 },
      }
    case 'undelivered':
      if (state !== 'answered') return undefined
      return {
        inquiry: { ...without(opened(inquiry, at, desk)), reopened: inquiry.reopened + 1 },
        kind: 'inquiry.undelivered',
        data: { times: inquiry.reopened + 1 },
      }
  }
}

/** We owe an answer from now on. */
export function opened(inquiry: Inquiry, at: string, desk: DeskHours): Inquiry {
  if (inquiry.class === 'security') return { ...inquiry, state: 'set-aside', openedAt: at }
  return { ...inquiry, state: 'open', openedAt: at, answerBy: answerBy(at, desk), reminded: 0 }
}

function classified(inquiry: Inquiry, to: InquiryClass, at: string, desk: DeskHours): Inquiry {
  const changed = { ...inquiry, class: to }
  if (inquiry.state === 'unconfirmed') return changed
  if (to === 'security') return { ...changed, state: 'set-aside' }
  return inquiry.state === 'set-aside' ? opened(changed, inquiry.openedAt ?? at, desk) : changed
}

function answered(inquiry: Inquiry, answer: GivenAnswer, at: string): InquiryDecision {
  if (inquiry.class === 'security') {
    throw new AnlaufError('not-permitted', `${inquiry.reference} is from the attacker; nobody answers it.`, {
      hint: 'It goes to security and to the police. If it is somebody else: anlauf inquiry class.',
    })
  }
  requireState(inquiry, ['open'], 'be answered')
  requireDecided(inquiry)
  requireGivable(inquiry, answer)
  const late = inquiry.answerBy !== undefined && Date.parse(at) > Date.parse(inquiry.answerBy)
  return {
    inquiry: {
      ...inquiry,
      state: 'answered',
      answeredAt: at,
      answerId: answer.id,
      breaches: breachesAt(inquiry, at),
    },
    kind: 'inquiry.answered',
    data: { answer: answer.id, hash: answer.hash, late },
  }
}

function decided({ reference, caseId }: Inquiry): AnlaufError {
  return new AnlaufError(
    'not-permitted',
    `${reference} belongs to ${caseId === undefined ? 'no case' : `the case "${caseId}"`} and stays there.`,
    { hint: 'Only one that came while an incident and an exercise were open can be given to a case.' },
  )
}

function without({ closedAt: _closed, answeredAt: _answered, ...rest }: Inquiry): Inquiry {
  return rest
}

function requireState(inquiry: Inquiry, states: readonly Inquiry['state'][], what: string): void {
  if (states.includes(inquiry.state)) return
  throw new AnlaufError(
    'not-permitted',
    `${inquiry.reference} is "${inquiry.state}" and cannot ${what} now.`,
    {
      hint: `It has to be ${states.map((state) => `"${state}"`).join(' or ')}.`,
    },
  )
}
