/**
 * The vault: an append-only repository server that stock restic, rustic and our own client back up to.
 *
 *     restic ─REST─▶ access ─▶ decide ─▶ store ─▶ journal ─▶ receipt
 *                                                    └▶ checkpoint, evidence ─▶ audit
 *
 * Guarantees: what was answered is on disk, with a line in the journal; nothing is overwritten; nothing is deleted
 * over the network but own locks, and what is older than the retention and stands in a plan that two people signed;
 * a client sees the repositories of its tenants only; receive times are the vault's own and never run backwards.
 * Not guaranteed: against whoever is root on the vault's host; `audit` shows what was done there as long as one
 * checkpoint was kept elsewhere. A vault without a key cannot see what is in a snapshot.
 */
export {
  changeClients,
  type Client,
  clientFile,
  createPassword,
  hashPassword,
  isName,
  isRole,
  readClients,
  type Role,
  roles,
} from './access/index.ts'
export { auditVault, type VaultFinding } from './audit/index.ts'
export {
  approvalsNeeded,
  approversOf,
  type DeletePlan,
  keepPlan,
  type KeptPlan,
  makePlan,
  planDigest,
  publicKeyOf,
  readApprovers,
  readHold,
  readPlan,
  rehearse,
  signPlan,
  writeApprovers,
  writeHold,
} from './deletion/index.ts'
export { journalBytes } from './journal/index.ts'
export { type RunningVault, type ServeOptions, serveVault } from './server/serve-vault.ts'
