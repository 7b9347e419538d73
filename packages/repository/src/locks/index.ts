/**
 * Who works in the repository. Locks are advice: they keep honest programs apart, nothing more.
 *
 *     look ─▶ write own ─▶ wait 200 ms ─▶ look again ─▶ work, renew every 5 min ─▶ remove
 *
 * Guarantees: of two programs that ask for an exclusive lock at most one gets it; whoever could not renew
 * his lock learns it from `assertHeld` before others take it for stale.
 * Not guaranteed: protection against a client that ignores locks, or against a clock far off.
 */
export { type LockClock } from './lock-clock.ts'
export { decodeLock, encodeLock, isStale, type Lock } from './lock-file.ts'
export { lockIfPossible } from './lock-if-possible.ts'
export { lockRepository, type RepositoryLock } from './lock-repository.ts'
export { assertIndexFiles, assertPacks, indexFiles } from './nothing-removed.ts'
export type { FoundLock } from './read-locks.ts'
export { listLocks, unlock } from './unlock.ts'
