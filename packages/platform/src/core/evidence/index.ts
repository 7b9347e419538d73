/**
 * Evidence: what happened, in an order that nobody can change unnoticed.
 *
 *     draft ─seal─▶ entry (canonical JSON, prev = SHA-256 of the line before) ─▶ log
 *     log ─▶ Merkle root ─▶ signed checkpoint ─▶ export (sha256sum and openssl verify it)
 *                                    └─▶ witness on a second machine · time stamp of an authority
 *
 * Guarantees: an edited, removed, added or moved entry is noticed, and so is a cut chain once a checkpoint of
 * it was signed. Not guaranteed: that an entry is true; and who holds the log and the key can write another
 * history, which is why checkpoints are copied out.
 */
export { caseDescription } from './case-description.ts'
export { canonicalJson, type Json } from './canonical-json.ts'
export {
  type Checkpoint,
  keyFingerprint,
  openCheckpoint,
  privateKey,
  publicPem,
  signCheckpoint,
} from './checkpoint.ts'
export {
  type ChainHead,
  emptyChain,
  type Entry,
  type EntryDraft,
  entryHash,
  entryLine,
  genesis,
  maxLine,
} from './entry.ts'
export { sealEntries } from './seal-entries.ts'
export { type EvidenceAction, evidenceActions } from './evidence-actions.ts'
export { cosign, cosignedAt, takeCosignature } from './cosignature.ts'
export { exportFiles, type ExportParts, type KeptCheckpoints } from './export-files.ts'
export { tenantReader, tenantsIn } from './for-tenant.ts'
export type { EvidenceLog } from './log.ts'
export { inclusionProof, merkleRoot, type MerkleTree, merkleTree } from './merkle.ts'
export { type MerkleProver, merkleProver } from './merkle-prover.ts'
export { verifyConsistency, verifyInclusion } from './merkle-verify.ts'
export {
  answers,
  readTimeStampResponse,
  stampedPart,
  type TimeStamp,
  timeStampRequest,
} from './time-stamp.ts'
export { type ChainProblem, type ChainReport, type SignedState, verifyEntries } from './verify-entries.ts'
export { withhold } from './withheld.ts'
