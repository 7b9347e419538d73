import { parentPort } from 'node:worker_threads'

import { type BasesTask, measureBases } from './on-bases.ts'
import { measurePairs, type PairsTask } from './benign-pairs.ts'
import type { Outcome } from './outcome.ts'

export type Task = PairsTask | BasesTask

export interface Answer {
  readonly outcome?: Outcome
  /** Why the task failed. */
  readonly failure?: string
}

parentPort?.on('message', (task: Task) => {
  run(task).then(
    (outcome) => parentPort?.postMessage({ outcome } satisfies Answer),
    (error: unknown) =>
      parentPort?.postMessage({
        failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
      } satisfies Answer),
  )
})

function run(task: Task): Promise<Outcome> {
  return task.kind === 'pairs' ? measurePairs(task) : measureBases(task)
}
