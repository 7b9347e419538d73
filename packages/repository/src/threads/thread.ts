/** The program of one thread: takes a job, answers it, hands the bytes back. */
import { parentPort } from 'node:worker_threads'

import { type Job, perform, readyFor } from './jobs.ts'

parentPort?.on('message', (message: { number: number; job: Job }) => {
  const loading = readyFor(message.job)
  if (loading === undefined) answer(message)
  else void loading.then(() => answer(message))
})

function answer({ number, job }: { number: number; job: Job }): void {
  try {
    const answer = perform(job)
    const bytes = 'sealed' in answer ? answer.sealed : answer.plain
    const notes = 'sealed' in answer ? answer.observed?.bytes : undefined
    const given = [bytes, ...(notes === undefined ? [] : [notes])]
    parentPort?.postMessage(
      { number, answer },
      given.map(({ buffer }) => buffer as ArrayBuffer),
    )
  } catch (error) {
    parentPort?.postMessage({ number, problem: error instanceof Error ? error.message : String(error) })
  }
}
