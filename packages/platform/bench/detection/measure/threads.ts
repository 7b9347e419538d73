import { Worker } from 'node:worker_threads'

import type { Outcome } from './outcome.ts'
import type { Answer, Task } from './thread.ts'

/**
 * Runs tasks over worker threads, one at a time each, and hands every outcome over as it comes. The order of the
 * outcomes varies; nothing that is made of them may depend on it. Throws when a task fails.
 */
export async function runTasks(
  tasks: readonly Task[],
  { threads, onOutcome }: { threads: number; onOutcome: (outcome: Outcome, task: Task) => void },
): Promise<void> {
  const waiting = tasks.values()
  const workers = Array.from(
    { length: Math.min(threads, tasks.length) },
    () => new Worker(new URL('thread.ts', import.meta.url)),
  )
  try {
    await Promise.all(
      workers.map(async (worker) => {
        for (const task of waiting) onOutcome(await answerOf(worker, task), task)
      }),
    )
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

function answerOf(worker: Worker, task: Task): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', ({ outcome, failure }: Answer) => {
      worker.off('error', reject)
      if (outcome === undefined) reject(new Error(failure))
      else resolve(outcome)
    })
    worker.postMessage(task)
  })
}
