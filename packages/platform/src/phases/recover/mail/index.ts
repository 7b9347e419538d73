/**
 * Mail as servers keep it in Maildirs: what belongs together, and lists of UIDs that fit the mails that came back.
 *
 *     plan ─▶ each mail under one name, no indexes ─▶ one pass ─▶ mails in the clean room
 *     list of UIDs, newest clean ─┬─▶ mended for exactly these mails ─▶ judged ─▶ published ─▶ manifest
 *     older lists, where missing ─┘
 *
 * Guarantees: UIDVALIDITY stays; a mail keeps its UID if any clean list knows it; UIDs ascend and are unique; the next
 * UID lies above every number that the server may have given out since; no mail is restored twice; a mended file is
 * judged by the same engine as everything else and stands in the manifest under the reason `mended`.
 * Not guaranteed: keywords beyond the 26 that file names hold, and what else lives in an index only.
 */
export { type MendedMailbox, mendUnitMail } from './mend-unit.ts'
export { planMail } from './plan-mail.ts'
export { checkMailbox, type MailboxCheck, type MailFinding, type MailFindingKind } from './check-mailbox.ts'
export { isMended, type MailboxMending, mendMailbox, planMending } from './mend-folder.ts'
export { readMailboxes } from './read-mailboxes.ts'
