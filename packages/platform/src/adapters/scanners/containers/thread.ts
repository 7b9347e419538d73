import { Worker } from 'node:worker_threads'

import { messageQueue, type Silence } from '../message-queue.ts'
import type { FromThread, ToThread } from './messages.ts'

/** Objects of JavaScript that one taking apart may hold; buffers count elsewhere and are bounded by their makers. */
const heapMb = 512

type Heard = FromThread | Silence

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
  const { arrive, next } = messageQueue<FromThread>()
  worker.on('message', arrive)
  worker.on('error', () => arrive({ kind: 'crash' }))
  worker.on('exit', () => arrive({ kind: 'crash' }))
  return {
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    next,
    end: async () => {
      await worker.terminate()
    },
  }
}
