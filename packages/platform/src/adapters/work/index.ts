/**
 * Durable work in PostgreSQL queues, for any number of machines. The only folder that knows the engine, DBOS.
 *
 *   openWork({ url })     start · cancel · progress · list
 *   runWorker({ url, … }) takes jobs from queues, renews its lease, takes over the jobs of workers that stopped doing so
 *
 * Guarantees
 * - A job that was started comes to an end, however many workers die: each worker renews a lease row; once it was not
 *   renewed for `leaseMs` (60 s), the others give its jobs back to their queues.
 * - Limits of a queue, in all, per tenant and per worker, hold over all machines.
 * - A worker that was frozen and goes on (SIGSTOP, a paused machine) finds that its jobs belong to others: their
 *   signal is aborted and what they return is not recorded.
 * - Starting a job again by the same id is harmless; one that failed is tried anew.
 * - Jobs carry ids, never bytes or secrets. Times are the server's.
 *
 * Not guaranteed
 * - That a job's body runs once: it may run twice, even at the same time, and has to be idempotent.
 * - Anything against somebody who can write to the database: what a job names has to be checked by who does it.
 */
export type { JobState, Progress, RunSummary } from './progress.ts'
export { type Handler, runWorker, type WorkerOptions } from './run-worker.ts'
export { type Job, type Limits, openWork, type Work } from './work.ts'
