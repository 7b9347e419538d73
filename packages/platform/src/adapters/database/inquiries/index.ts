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
