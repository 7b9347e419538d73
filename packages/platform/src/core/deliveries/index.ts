/**
 * Deliveries: what becomes of one message on its way to one recipient.
 *
 *     queued ─▶ sent ─▶ accepted ─▶ delivered │ delayed │ bounced ─▶ acknowledged │ call-task
 *       ▲         │ not reached, 4xx            (class A: every failure ends as a call)
 *       └─────────┘ until the class gives up
 *     held: the exercise has no mailbox it may go to
 *
 * Guarantees: pure; every answer of a relay leads to exactly one state; a class A message whose outcome nobody knows
 * is never queued again; every failure of class A ends as a call, never in silence.
 * Not guaranteed: that an accepted mail is read. That is what acknowledgements and calls are for.
 */
export { afterAnswer, type Answer, type Step, type Way } from './after-answer.ts'
export { afterReport } from './after-report.ts'
export { checkMail, longestSubject, type MailDraft, type MailPart } from './mail-draft.ts'
export { mailAddress } from './mail-address.ts'
export { giveUpHours, isFinal, type MailClass, mailStates, type MailState } from './mail-class.ts'
export { type MailPlace, parseMailFile, type RelayPlace } from './mail-file.ts'
export { clearHint, isHere, mayTravel, relayTls, type RelayTls, tlsRule } from './relay-tls.ts'
export { relayTrouble } from './relay-trouble.ts'
export { type BounceMail, readReport } from './read-report.ts'
