/** Inquiries in the database: taken in many at a time, changed one at a time, deleted without a trace of the person. */
export { inquiryChain } from './inquiry-chain.ts'
export {
  type InquiryInbox,
  inquiryInbox,
  type NewInquiry,
  type PostInquiries,
  type RawMail,
} from './inquiry-inbox.ts'
export { changeInquiry, inquiriesBy, type InquiryFilter, inquiryNamed } from './inquiry-rows.ts'
export { answerNamed, answersWritten } from './answer-rows.ts'
export { countDeletable, deleteUnconfirmed, deleteWords } from './delete-inquiries.ts'
export { type Acting, type InquiryDesk, inquiryDesk, type InquiryDeskOptions } from './inquiry-desk.ts'
export { inquiryFigures } from './inquiry-figures.ts'
export { type Reminded, remindOfInquiries } from './remind.ts'
export { remindOfLaw, type RemindedOfLaw } from './remind-of-law.ts'
export { openReturnedAnswers } from './returned-answers.ts'
