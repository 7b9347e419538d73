/**
 * Mail that must arrive once: a spool in the database and the sender that empties it.
 *
 *     add ─▶ row "queued" ─lease─▶ row "sent" ─▶ SMTP relay: DKIM, own Message-ID, VERP, DSN ─▶ row "accepted" …
 *                                     │ sender dies here
 *                                     └─▶ class A: the relay's log says what became of it, else a person calls
 *                                         class B, C: once more, with the same Message-ID
 *
 * Guarantees
 * - The same key is the same mail: adding it again changes nothing, other content under it is refused.
 * - "sent" is on disk before the relay hears of the mail. No mail of class A is given to a relay a second time unless the
 *   relay's own log proves that it never took the first one.
 * - Mail of an exercise goes to the relay and the mailbox of the exercise, or nowhere: `wayOut` is the only way.
 * - No draft can add a header line, a recipient or an SMTP command of its own.
 * - The addresses and words of a mail stay in its row; errors, states and changes hold codes only.
 *
 * Not guaranteed
 * - That an accepted mail is delivered, or read: bounces, acknowledgements and calls tell.
 * - Class B and C may arrive twice after a crash; the same Message-ID lets a mailbox drop the second.
 * - Whoever stops a machine for longer than a lease in the middle of a mail, and then lets it go on, can send it twice.
 */
export { type MailExercise, type MailSetup, type Relay } from './mail-setup.ts'
export { mailSender, type MailSender, type Round } from './mail-sender.ts'
export { type HeldMails, type MailSpool, mailSpool, type SpooledMail } from './mail-spool.ts'
export { postfixLog, type RelayLog, type RelayVerdict } from './relay-log.ts'
export { type SpoolDatabase } from './spool-database.ts'
export { type MailReports, mailReports, type UntoldMail } from './mail-reports.ts'
export { type KeptMails, mailRetention, type MailRetention } from './mail-retention.ts'
export { type NoticePlace, type NoticeProofs, noticeProofs } from './notice-proofs.ts'
