import { Worker } from 'node:worker_threads'

import type { FromThread, ToThread } from './messages.ts'

/** Objects of JavaScript that one taking apart may hold; buffers count elsewhere and are bounded by their makers. */
const heapMb = 512

type Heard = FromThread | { readonly kind: 'timeout' } | { readonly kind: 'crash' }

/** One thread that takes containers apart. */
export interface SplitThread {
  send(message: ToThread, transfer?: ArrayBuffer[]): void
  /** The next answer; `timeout` when none comes in time, `crash` when the thread ended. */
  next(timeoutMs: number): Promise<Heard>
  end(): Promise<void>
}

export function startSplitThread(): SplitThread {
  const worker = new Worker(new URL('./split-thread.ts', import.meta.url), {
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
  // It must not keep a program alive that is done.
  worker.unref()
  const heard: Heard[] = []
  let waiting: ((message: Heard) => void) | undefined
  const arrive = (message: Heard): void => {
    if (waiting === undefined) heard.push(message)
    else waiting(message)
    waiting = undefined
  }
  worker.on('message', arrive)
  worker.on('error', () => arrive({ kind: 'crash' }))
  worker.on('exit', () => arrive({ kind: 'crash' }))
  return {
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    next: (timeoutMs) =>
      new Promise((resolve) => {
        const ready = heard.shift()
        if (ready !== undefined) return resolve(ready)
        const answered = (message: Heard): void => {
          clearTimeout(timer)
          resolve(message)
        }
        const giveUp = (): void => {
          if (waiting !== answered) return
          waiting = undefined
          resolve({ kind: 'timeout' })
        }
        // An answer that came while this thread was busy is heard first.
        const timer = setTimeout(() => setImmediate(giveUp), timeoutMs)
        waiting = answered
      }),
    end: async () => {
      await worker.terminate()
    },
  }
}
