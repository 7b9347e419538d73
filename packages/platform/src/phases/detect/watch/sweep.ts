import { lstatSync } from 'node:fs'
import { opendir } from 'node:fs/promises'
import { join } from 'node:path'

import { ownFolder } from './event-source.ts'

/** So many files between two turns of the event loop: a sweep must not make new events wait. */
const filesAtOnce = 64

/** Every regular file below a root, folders that cannot be read left out; yields often to whoever else works. */
export async function* filesBelow(root: string, signal?: AbortSignal): AsyncGenerator<string> {
  const folders = [root]
  let seen = 0
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await opendir(folder, { bufferSize: 256 }).catch(() => undefined)
    if (entries === undefined) continue
    for await (const entry of entries) {
      if (signal?.aborted === true) return
      const path = join(folder, entry.name)
      if (entry.isDirectory() && entry.name !== ownFolder) folders.push(path)
      else if (entry.isFile()) {
        yield path
        seen += 1
        if (seen % filesAtOnce === 0) await new Promise(setImmediate)
      }
    }
  }
}

/** The change time of a file in nanoseconds; nothing when it is gone. Content can be rewritten in place without moving any other time. */
export function changeTime(path: string): bigint | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false })?.ctimeNs
}

/** A sweep may take a fiftieth of the time. */
const pausePerSweep = 50

/** Sweeps again and again, with a pause of `everyMs`, or longer where a sweep takes long. */
export function sweepNowAndThen(sweep: () => Promise<void>, everyMs: number): Disposable {
  let timer: NodeJS.Timeout
  let isDisposed = false
  const next = (ms: number): void => {
    timer = setTimeout(() => {
      const beganAt = performance.now()
      const again = (): void => {
        if (!isDisposed) next(Math.max(everyMs, pausePerSweep * (performance.now() - beganAt)))
      }
      sweep().then(again, again)
    }, ms)
    timer.unref()
  }
  next(everyMs)
  return {
    [Symbol.dispose]() {
      isDisposed = true
      clearTimeout(timer)
    },
  }
}
