/** The program of one thread: takes a job, answers it, hands the bytes back. */
import { parentPort } from 'node:worker_threads'

import { type Job, perform } from './jobs.ts'

parentPort?.on('message', ({ number, job }: { number: number; job: Job }) => {
  try {
    const answer = perform(job)
    const bytes = 'sealed' in answer ? answer.sealed : answer.plain
    parentPort?.postMessage({ number, answer }, [bytes.buffer as ArrayBuffer])
  } catch (error) {
    parentPort?.postMessage({ number, problem: error instanceof Error ? error.message : String(error) })
  }
})
