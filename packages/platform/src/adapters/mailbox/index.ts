/**
 * Fetching mail from a mailbox over IMAP (RFC 9051 and 3501), as little of it as the desk needs.
 *
 *     connect (TLS) ─▶ LOGIN ─▶ SELECT ─▶ each mail: FETCH ─▶ taken in ─▶ MOVE into a folder of what was taken
 *
 * Guarantees: a mail is moved only after `take` resolved; nothing is deleted and no flag of a person is changed; the
 * password crosses the network inside TLS only, and no error holds it or an address; lines, mails and waiting are
 * bounded, whatever the server says.
 * Not guaranteed: that a mail is seen once. A process that dies before the move sees it again; who takes it in knows
 * its bytes.
 */
export { type FetchedCount, fetchMailbox, type ImapPlace } from './fetch-mailbox.ts'
