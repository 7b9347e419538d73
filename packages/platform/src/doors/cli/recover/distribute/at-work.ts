import type { Progress } from '../../../../adapters/work/index.ts'
import type { EngineDescription } from '../../../../phases/recover/index.ts'
import { jobKinds, queueOf } from './worker-jobs.ts'

/**
 * Whether somebody living still works on the run. The last result lies in the shared folder a moment before its job is
 * done, and what a job counted comes with its end. Who is dead or was never there is not waited for: what lies in the
 * folder is whole and checked without them.
 */
export function isAtWork(
  { jobs, workers }: Pick<Progress, 'jobs' | 'workers'>,
  engine: EngineDescription,
): boolean {
  const living = new Set(workers.map(({ worker }) => worker))
  const queues = jobKinds.map((kind) => queueOf(kind, engine))
  const served = workers.some((worker) => worker.queues.some((queue) => queues.includes(queue)))
  return jobs.some(({ state, worker }) => {
    if (state === 'waiting') return served
    return state === 'running' && worker !== undefined && living.has(worker)
  })
}
