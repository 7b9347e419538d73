/**
 * Was this history tampered with? For whoever holds the repository's key and trusts nobody.
 *
 *     journal ─chain─▶ ledger ◀─compare─ storage          checkpoints, receipts ─▶ is it the same journal
 *     snapshots ─▶ time against arrival ─▶ bursts ─▶ what a retention would lose
 *     index against pack headers · every copy of a blob · directories │ readData: every byte
 *
 * Guarantees: an honest history has no findings; a deleted or planted object, a forged index entry, a back-dated
 * snapshot, an added key and, with `readData`, a damaged byte each have one.
 * Not guaranteed: that a journal without any witness kept elsewhere was not rewritten as a whole.
 */
export { auditVault, type VaultAuditOptions, type VaultAuditReport } from './audit-vault.ts'
export type { FindingCode, VaultFinding } from './finding.ts'
export type { Witness } from './history.ts'
