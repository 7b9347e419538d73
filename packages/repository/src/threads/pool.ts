import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

import { RepositoryError } from '../error.ts'
import { type AnswerOf, type Job, perform, readyFor } from './jobs.ts'

/** Threads that share the work of one process. */
export interface ThreadPool {
  /** Takes ownership of the job's bytes when they fill their memory alone. Throws `read-failed` when a thread dies. */
  run<Some extends Job>(job: Some): Promise<AnswerOf<Some>>
  /** How many jobs may usefully be under way at once. */
  readonly width: number
}

/** Below this much work in all, starting threads (30 ms each) costs more than they bring. */
const worthThreads = 6 * 1024 * 1024
/** More than this many threads find the caller, which reads and writes, too slow to feed them. */
const maxThreads = 8

let shared: ThreadPool | undefined

/** The pool of this process; made at the first call. */
export function threadPool(): ThreadPool {
  return (shared ??= createPool(Math.min(maxThreads, availableParallelism())))
}

interface Waiting {
  readonly job: Job
  readonly resolve: (answer: never) => void
  readonly reject: (error: unknown) => void
}

interface Thread {
  readonly worker: Worker
  readonly underway: Map<number, Waiting>
}

function createPool(width: number): ThreadPool {
  const threads: Thread[] = []
  const queue: Waiting[] = []
  let number = 0
  let bytesSeen = 0

  function start(): void {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      execArgv: [],
      stdout: false,
      stderr: false,
    })
    const thread: Thread = { worker, underway: new Map() }
    worker.on('message', (message: { number: number; answer?: never; problem?: string }) => {
      const waiting = thread.underway.get(message.number)
      thread.underway.delete(message.number)
      if (thread.underway.size === 0) worker.unref()
      if (message.answer === undefined) waiting?.reject(died(message.problem ?? 'no answer'))
      else waiting?.resolve(message.answer)
      next()
    })
    worker.on('error', (error) => lose(thread, error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => lose(thread, 'it ended'))
    worker.unref()
    threads.push(thread)
  }

  function lose(thread: Thread, reason: string): void {
    const at = threads.indexOf(thread)
    if (at >= 0) threads.splice(at, 1)
    for (const { reject } of thread.underway.values()) reject(died(reason))
    thread.underway.clear()
    next()
  }

  /** Two jobs a thread: one under way, one waiting in it, so that it never idles for a hand-over. */
  function next(): void {
    while (queue.length > 0) {
      if (threads.length < width && threads.every(({ underway }) => underway.size > 0)) start()
      const idlest = threads.toSorted((a, b) => a.underway.size - b.underway.size)[0]
      if (idlest === undefined || idlest.underway.size >= 2) return
      const waiting = queue.shift()
      if (waiting === undefined) return
      number += 1
      idlest.underway.set(number, waiting)
      idlest.worker.ref()
      idlest.worker.postMessage({ number, job: waiting.job }, transferable(bytesOf(waiting.job)))
    }
  }

  return {
    width: width * 2,
    async run<Some extends Job>(job: Some): Promise<AnswerOf<Some>> {
      bytesSeen += bytesOf(job).length
      if (bytesSeen < worthThreads) {
        await readyFor(job)
        return perform(job) as AnswerOf<Some>
      }
      return new Promise<AnswerOf<Some>>((resolve, reject) => {
        queue.push({ job, resolve, reject })
        next()
      })
    },
  }
}

function bytesOf(job: Job): Uint8Array {
  return job.kind === 'seal' ? job.plain : job.sealed
}

/** Memory that the bytes fill alone is handed over; bytes that share theirs with others are copied. */
function transferable(bytes: Uint8Array): ArrayBuffer[] {
  const { buffer } = bytes
  const isAlone =
    buffer instanceof ArrayBuffer && bytes.byteOffset === 0 && bytes.byteLength === buffer.byteLength
  return isAlone ? [buffer] : []
}

function died(reason: string): RepositoryError {
  return new RepositoryError('read-failed', `A working thread of the program failed: ${reason}.`, {
    hint: 'Most likely memory ran out; run the same command again, with fewer other programs beside it.',
    retry: 'later',
  })
}
