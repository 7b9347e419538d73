/**
 * Who works in the repository. Locks are advice: they keep honest programs apart, nothing more.
 *
 *     look ─▶ write own ─▶ wait 200 ms ─▶ look again ─▶ work, renew every 5 min ─▶ remove
 *
 * Not guaranteed: protection against a client that ignores locks, or against a clock far off.
 */
export { decodeLock, encodeLock, isStale, type Lock } from './lock-file.ts'
export { lockRepository } from './lock-repository.ts'
