/**
 * One tenant's part of a shared repository as a repository of its own.
 *
 *     snapshot ─▶ trees on the way, rewritten ─▶ wanted subtrees, reused ─▶ blobs, verified, fresh IV ─▶ own repository
 *
 * Guarantees: no tree and no blob goes over that is not part of what is wanted; the new repository has a master key
 * of its own and opens with its own password only; stock restic checks and restores it.
 * Not guaranteed: that the rule is right; that whoever makes the split forgets the new master key.
 */
export type { Share, ShareRule } from './narrow-tree.ts'
export { type SplitOptions, type SplitResult, splitSnapshots } from './split.ts'
export { openSplitTarget } from './target.ts'
