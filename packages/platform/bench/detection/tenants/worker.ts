import { parentPort, workerData } from 'node:worker_threads'

import { scoreStory } from './score.ts'
import { type Plan, simulate } from './simulate.ts'

/** Plans that one thread plays side by side: a backup waits 200 ms for other clients' locks. */
const sideBySide = 6

/** A thread: gets plans, answers with scores. */
const port = parentPort
if (port === null) throw new Error('this file runs in a worker thread')
const { work, plans } = workerData as { work: string; plans: readonly Plan[] }
const waiting = plans.toReversed()
const { signal } = new AbortController()

async function playPlans(): Promise<void> {
  for (let plan = waiting.pop(); plan !== undefined; plan = waiting.pop()) {
    port?.postMessage({ plan, score: scoreStory(await simulate(plan, { work, signal })) })
  }
}

await Promise.all(Array.from({ length: sideBySide }, playPlans))
