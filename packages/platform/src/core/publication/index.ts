/**
 * A published site as a bundle that anybody can check, and the keys that sign it.
 *
 *     files ─▶ bundle.json (number, times, SHA-256 of each, the bundle before, the log) ─signature─▶ sealed bundle
 *     one fingerprint on paper ─▶ statements of keys (root · certify · rotate · revoke) ─▶ may this key sign?
 *     seals + what the reader saw before + his clock ─▶ problems: changed, rolled back, frozen, wrong key
 *
 * Guarantees: a changed, missing or added file, an older bundle than one seen, one whose time ran out and one by a key that
 * was revoked are each named; `openssl` and `sha256sum` check the same bytes without us. A revoked key vouches for no other.
 * Not guaranteed: that what is signed is true; that a reader who sees his first copy from a thief with the key notices
 * it before a revocation reaches him; that an old copy is noticed while its time has not run out by somebody who never saw a newer.
 */
export { fileProblem } from './compare-files.ts'
export {
  type BundleProblem,
  type FoundSeals,
  type JudgedBundle,
  judgeSeals,
  laterKeyProblems,
} from './judge-bundle.ts'
export { readKey, readStatement, type SignedStatement, signStatement } from './key-statement.ts'
export { bundleLimits, type Manifest, maxManifestBytes, readManifest } from './manifest.ts'
export { recollect, type SeenBundle, withSeen } from './seen.ts'
export { digest, type Edition, keyFolder, publicHalf, sealBundle, sealNames } from './seals.ts'
export { maxStatements, type Standing, standingOf, worthRemembering } from './trust.ts'
