/**
 * Custody: what happened to each original, from the moment it was secured.
 *
 *     command ─▶ decideCustody(what the log says) ─▶ events = entries of the case's log
 *     acquire · derive ─▶ verify · access · transfer · hold ─▶ erase (two people sign)
 *
 * Guarantees: an original that the log does not know, or that was erased, is neither read nor handed over; what is held
 * is not erased; erasing takes two people with two keys who signed the same reason. Reading is an entry before the
 * first byte is given out, so nobody reads unnoticed through this program.
 * Not guaranteed: that nobody copies the store's files beside it; they are encrypted, and the key is the home's.
 */
export { type CustodyCommand, decideCustody } from './decide-custody.ts'
export { type CustodyEvent, type OriginalOutcome } from './custody-event.ts'
export { type CustodyLog, emptyCustody, type Item } from './custody-log.ts'
export { type CustodySession, openCustody } from './custody-session.ts'
export { type Erasure, signErasure } from './erasure.ts'
