/**
 * Notices: what each customer of a case must hear from us by name, and the proof that they did.
 *
 *     notice.txt ─checks─▶ draft ─dpo + forensics sign one hash─▶ approved ─send─▶ one recipient a contact
 *         reachable by mail ─▶ spool ─▶ accepted ─link─▶ received ─▶ the customer's own 72 hours start
 *         mailbox on a hit service, refused, bounced, silent for six hours ─▶ call list ─read-back code─▶ received
 *
 * Guarantees: nobody is written to before the right two people signed exactly this text; nobody is written to on a
 * mailbox that the attack took away; every recipient ends as received or stands on the call list; a customer's text
 * names no other customer; a receipt starts that customer's clock once. All of it follows from the case's log, which
 * holds ids, states and hashes, no address and no number.
 * Not guaranteed: that an address or a number of the estate is right. `unreachable` lists who has no way at all.
 */
export { addressesOf, type WaysOf } from './addresses-of.ts'
export { type CallCard, callScript, callSheet } from './call-sheet.ts'
export { type CallTask, callTasks } from './call-tasks.ts'
export { allMissing, sendObstacles } from './decide-send.ts'
export { checkNotice, type NoticeFinding } from './check-notice.ts'
export type { NoticeCommand } from './commands.ts'
export { composeNotice } from './compose-notice.ts'
export { noticesAfter } from './evolve-notices.ts'
export { type Notice, noticeHash } from './notice.ts'
export {
  initialNotices,
  isLinkSpent,
  type NoticeDesk,
  type NoticeState,
  noticeApprovals,
  noticeContent,
  noticeStage,
  type RecipientState,
} from './notice-desk.ts'
export { type NoticeEvent, noticeEventOf } from './notice-events.ts'
export { parseNoticeFile } from './notice-file.ts'
export { type NoticeSession, openNotices } from './notice-session.ts'
export { type PlannedRecipient, planRecipients } from './plan-recipients.ts'
export { forgottenEntry, mailRetention, type Retention, type RetentionRule } from './retention.ts'
export { proveReceipt } from './prove-receipt.ts'
export { callOutcomes, type CallOutcome } from './notice-events.ts'
export { noticeMailKey, noticeMailKeys, placeOfMailKey } from './mail-key.ts'
export { type NoticeFigures, noticeFigures } from './notice-figures.ts'
export { codeProof } from './code-proof.ts'
export { voidReceipt } from './void-receipt.ts'
