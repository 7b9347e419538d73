import { Worker } from 'node:worker_threads'

import type { Score } from './score.ts'
import type { Plan } from './simulate.ts'

export interface Scored {
  readonly plan: Plan
  readonly score: Score
}

/** Plays plans in `jobs` threads. Rejects when a thread fails; ends all threads when aborted. */
export async function playPlans(
  plans: readonly Plan[],
  options: { work: string; jobs: number; signal: AbortSignal; onScore: (scored: Scored) => void },
): Promise<void> {
  const threads = Math.min(Math.max(1, options.jobs), plans.length)
  const workers = Array.from({ length: threads }, (_, thread) => {
    const share = plans.filter((_, at) => at % threads === thread)
    return new Worker(new URL('worker.ts', import.meta.url), {
      workerData: { work: options.work, plans: share },
    })
  })
  const stop = () => void Promise.all(workers.map((worker) => worker.terminate()))
  options.signal.addEventListener('abort', stop, { once: true })
  try {
    await Promise.all(workers.map((worker) => finished(worker, options.onScore)))
    options.signal.throwIfAborted()
  } finally {
    options.signal.removeEventListener('abort', stop)
    stop()
  }
}

function finished(worker: Worker, onScore: (scored: Scored) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', onScore)
    worker.once('error', reject)
    worker.once('exit', () => resolve())
  })
}
