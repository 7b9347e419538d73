import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

import type { PrintedDocument } from '../../core/printed-document.ts'

/** A document that waits to be printed. */
export interface PressOrder {
  readonly document: PrintedDocument
  readonly at: Date
}

/** Prints many documents side by side. Dispose of it to end its threads. */
export interface Press extends AsyncDisposable {
  /** In the order in which they were given. */
  print(orders: readonly PressOrder[]): Promise<readonly Uint8Array[]>
}

/** A letter leaves 10 MB of short-lived pieces: with room for several, little of it is ever copied by the collector. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 }

/** Documents a message: less are mostly talk between the threads, more make one thread wait for the other. */
const portion = 16

/**
 * Threads that print; one letter of six pages takes about 6 ms, so ten thousand want more than one core. They start
 * with the first order.
 */
export function openPress({ threads = availableParallelism() }: { readonly threads?: number } = {}): Press {
  const workers: Worker[] = []
  return {
    async print(orders) {
      while (workers.length < Math.min(threads, Math.ceil(orders.length / portion))) {
        workers.push(new Worker(new URL('./press-thread.ts', import.meta.url), { resourceLimits }))
      }
      const portions = Array.from({ length: Math.ceil(orders.length / portion) }, (_, at) =>
        orders.slice(at * portion, (at + 1) * portion),
      )
      const printed: (readonly Uint8Array[])[] = portions.map(() => [])
      let next = 0
      await Promise.all(
        workers.map(async (worker) => {
          while (next < portions.length) {
            const mine = next++
            printed[mine] = await ask(worker, portions[mine] ?? [])
          }
        }),
      )
      return printed.flat()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

/** What a thread answers: the files, or why there are none. */
export type PressAnswer = { readonly printed: readonly Uint8Array[] } | { readonly failed: unknown }

function ask(worker: Worker, orders: readonly PressOrder[]): Promise<readonly Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', answered)
      worker.off('error', failed)
      worker.off('exit', ended)
    }
    const answered = (answer: PressAnswer): void => {
      settle()
      if ('printed' in answer) resolve(answer.printed)
      else reject(answer.failed)
    }
    const failed = (error: unknown): void => {
      settle()
      reject(error)
    }
    const ended = (): void => failed(new Error('A thread that prints letters ended.'))
    worker.on('message', answered)
    worker.on('error', failed)
    worker.on('exit', ended)
    worker.postMessage(orders)
  })
}
