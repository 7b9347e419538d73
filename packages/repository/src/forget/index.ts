/**
 * Which snapshots may go, by restic's rules, and their removal.
 *
 *     snapshots ─filter─▶ groups (host, paths) ─policy─▶ keep, each with its reasons · remove
 *
 * Guarantees: for the same snapshots and options the same are kept as by stock restic; all is decided before
 * anything is removed; a group is never emptied by a policy unless that is allowed by name.
 * Not guaranteed: that the times in snapshots are true. Their clients chose them.
 */
export { type Duration, parseDuration, printDuration } from './duration.ts'
export { forget, type ForgetGroup, type ForgetOptions, type ForgetResult } from './forget.ts'
export { type GroupField, groupSnapshots, type SnapshotGroup } from './group.ts'
export { applyPolicy, isEmptyPolicy, type KeepPolicy, type KeptSnapshot } from './policy.ts'
