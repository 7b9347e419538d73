/**
 * Inquiries: what people ask us during an incident, and what we promise them.
 *
 *     form ─▶ unconfirmed ─link─▶ open ─approved answer─▶ answered ─▶ solved
 *                │ 72 h            ▲  ▲        └── not solved ─┘
 *                └▶ deleted        │  └── mailbox, telephone: at once
 *                                  └── the attacker's: set aside, never answered
 *
 * Guarantees: the time by which we answer follows from when somebody wrote, the working days of the Land and the hours
 * of the desk alone; an answer was approved by a second person; nothing about one customer is said before somebody was
 * recognised; what stays after deletion names nobody.
 * Not guaranteed: that a class is right: topic and a few phrases suggest it, a person decides.
 */
export { type AnswerDraft, approvedAnswer, given, type InquiryAnswer, writtenAnswer } from './answer.ts'
export type { InquiryFigures } from './figures.ts'
export { answerBy, countedAfter, type DeskHours, promisedHours, reminderTimes } from './answer-by.ts'
export { readTelephone, telephoneInquiry } from './by-telephone.ts'
export { faqDraft } from './faq-draft.ts'
export { clusterInquiries, type InquiryCluster } from './cluster.ts'
export { classOf } from './class-of.ts'
export { decideInquiry, type InquiryCommand, opened } from './decide-inquiry.ts'
export type { GivenAnswer, InquiryDecision } from './inquiry-decision.ts'
export { confirmWithinHours, isExpired, type Reminder, reminders, remindersBy } from './due.ts'
export { emailAddress } from './email-address.ts'
export {
  type ExtensionReason,
  extensionReasons,
  type IdentityCheck,
  identityChecks,
  type Inquiry,
  type InquiryChannel,
  inquiryChannels,
  type InquiryClass,
  inquiryClasses,
  type InquiryState,
  inquiryStates,
  type InquiryTopic,
  inquiryTopics,
  type InquiryWords,
} from './inquiry.ts'
export { type LinkPurpose, linkToken, opensWith, referenceOfToken } from './inquiry-link.ts'
export {
  answerMail,
  confirmationMail,
  extensionMail,
  type InquiryMail,
  lawReminderMail,
  type MailFace,
  receivedMail,
  reminderMail,
} from './inquiry-mail.ts'
export { type CaseAtHand, caseAtHand, placed } from './placed.ts'
export { maxMailBytes, readMail, type ReadMail } from './mail/read-mail.ts'
export { readReference, referenceBytes, referenceFrom } from './reference.ts'
export { requestClockOf } from './extend-request.ts'
export {
  type FieldProblem,
  type FormField,
  formFields,
  longest,
  readSubmission,
  type Submission,
  type Typed,
} from './submission.ts'
