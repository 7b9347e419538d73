/**
 * The costly part of every blob, on all cores.
 *
 *     caller ─ job (bytes by transfer) ─▶ thread: seal │ open ─ answer (bytes by transfer) ─▶ caller
 *
 * Guarantees: the same answers as on the calling thread, in any number of threads; no byte is copied on the way;
 * small amounts of work never start a thread; idle threads do not keep the program alive.
 * Not guaranteed: order between jobs. Threads know no repository, only keys and bytes; the only I/O they do is
 * to write files that a job names (`files/`).
 */
export type { SealAnswer, SealJob } from './jobs.ts'
export type { BlobObserver, Observed } from './observers.ts'
export type { OpenAnswer, OpenJob } from './open-job.ts'
export { threadPool, type ThreadPool } from './pool.ts'
export type { RawKey } from './raw-key.ts'
