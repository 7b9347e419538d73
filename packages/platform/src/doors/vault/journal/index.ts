/**
 * What happened to a tenant's repositories, and when: one chain of lines per tenant.
 *
 *     draft ─append─▶ seq, vault time, prev = SHA-256 of the line before ─fdatasync─▶ line ─▶ ledger
 *     line + Ed25519 ─▶ receipt                    all lines ─▶ Merkle root ─▶ signed checkpoint
 *
 * Guarantees: a line that was answered is on disk; lines never run backwards in time, whatever the wall clock does;
 * an edited, removed or moved line is noticed, a cut or rewritten journal as soon as one checkpoint or one receipt
 * was kept elsewhere.
 * Not guaranteed: against somebody who holds the vault's disk, its key and every copied checkpoint and receipt.
 */
export { createLedger, type Ledger, type LedgerObject, blockBytes } from './ledger.ts'
export { type Journal, type KeptLine, openJournal } from './journal.ts'
export { type JournalLine, lineHash, type LineDraft } from './line.ts'
export { journalBytes, type JournalEnd, type JournalProblem, readJournal } from './read-journal.ts'
export { ObjectTable } from './object-table.ts'
export { openReceipt, receiptHeader, signReceipt } from './receipt.ts'
export { createSessions, isStored, sessionIdleMs } from './sessions.ts'
export { snapshotToleranceMs, timeVerdict } from './snapshot-time.ts'
export { type Clock, systemClock, type VaultClock, vaultClock, type VaultTime } from './vault-clock.ts'
