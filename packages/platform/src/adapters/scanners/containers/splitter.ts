import { lstatSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import type { ContainerSplitter, ScanItem, UnknownCause } from '../../../phases/recover/index.ts'
import { openersOf } from './kinds.ts'
import { type ContainerLimits, defaultLimits, policyDigestOf, timeLimitMs } from './limits.ts'
import type { FromThread } from './messages.ts'
import { makeScratchFolder } from './scratch-folder.ts'
import { bytesSource, fileSource } from './source.ts'
import { type SplitThread, startSplitThread } from './thread.ts'

export interface SplitterOptions {
  readonly limits?: Partial<ContainerLimits>
  /** Folder for members over 16 MiB while they are judged; default: the system's. A private one is made in it. */
  readonly scratch?: string
  /** Default: one per core, at most four. */
  readonly threads?: number
  /** Starts the threads at once, so that the first containers need not wait for them. */
  readonly startsNow?: boolean
}

/**
 * Takes containers apart in threads of this process, one container a thread: pure TypeScript and zlib, without any
 * name from a container ever becoming a path. A container that hangs its thread costs that thread and is `timeout`.
 */
export function containerSplitter(options: SplitterOptions = {}): ContainerSplitter {
  const limits = { ...defaultLimits, ...options.limits }
  const most = Math.max(1, options.threads ?? Math.min(4, availableParallelism()))
  const pool = threadPool(most, options.startsNow === true ? most : 0)
  let folder: string | undefined
  let count = 0
  const ownFolder = (): string => {
    folder ??= makeScratchFolder(options.scratch ?? tmpdir())
    count += 1
    return join(folder, `${count}`)
  }

  return {
    policyDigest: policyDigestOf(limits),
    isContainer(item) {
      using source = openItem(item)
      return source === undefined || openersOf(source).length > 0
    },
    async *split(item) {
      const { thread } = await pool.take()
      let isIdle = false
      const scratch = ownFolder()
      let leftMs = timeLimitMs(limits, sizeOf(item))
      try {
        ask(thread, item, { limits, scratch })
        for (;;) {
          const asked = performance.now()
          const message = await thread.next(leftMs)
          leftMs = Math.max(1, leftMs - (performance.now() - asked))
          if (message.kind === 'members') {
            yield message.members
            thread.send({ kind: 'more' })
            continue
          }
          isIdle = message.kind === 'end' || message.kind === 'failed'
          if (message.kind === 'end') return message.problems
          return [message.kind === 'failed' ? problemOf(message, scratch) : message.kind]
        }
      } finally {
        // Dead, or left in the middle: the next container gets a new thread.
        if (!isIdle) await thread.end()
        pool.give(isIdle ? thread : undefined)
        removeScratch(scratch)
      }
    },
    async close() {
      await pool.close()
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Most containers need none: making and removing a folder for each cost more than taking the small ones apart. */
function removeScratch(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined)
    rmSync(folder, { recursive: true, force: true })
}

/** Zero when it cannot be read: whoever takes it apart then says why. */
function sizeOf(item: ScanItem): number {
  using source = openItem(item)
  return source?.size ?? 0
}

/** Undefined when it cannot be read: whoever takes it apart then says why. */
function openItem(item: ScanItem) {
  if ('bytes' in item) return bytesSource(item.bytes)
  try {
    return fileSource(item.file)
  } catch {
    return undefined
  }
}

function ask(
  thread: SplitThread,
  item: ScanItem,
  options: { limits: ContainerLimits; scratch: string },
): void {
  if ('file' in item) return thread.send({ kind: 'split', content: { file: item.file }, ...options })
  // A copy of exactly these bytes: a message would take the whole buffer that they are a part of.
  const bytes = new Uint8Array(item.bytes)
  thread.send({ kind: 'split', content: { bytes }, ...options }, [bytes.buffer])
}

/** A full disk stops the run, as it does elsewhere; a file that is gone was not scanned. */
function problemOf(
  { code, message }: Extract<FromThread, { kind: 'failed' }>,
  scratch: string,
): UnknownCause {
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return 'notScanned'
  throw new AnlaufError('no-space', `The disk of ${scratch} is full: ${message}`, {
    hint: 'Members of containers over 16 MiB lie there while they are judged. Free some space, or set TMPDIR to another disk.',
    retry: 'later',
  })
}

interface Place {
  readonly thread: SplitThread
}

interface ThreadPool {
  take(): Promise<Place>
  /** Undefined when the thread ended. */
  give(thread: SplitThread | undefined): void
  close(): Promise<void>
}

function threadPool(most: number, started: number): ThreadPool {
  const idle = Array.from({ length: started }, startSplitThread)
  const waiting: ((place: Place) => void)[] = []
  let taken = 0
  return {
    take() {
      if (taken < most) {
        taken += 1
        return Promise.resolve({ thread: idle.pop() ?? startSplitThread() })
      }
      return new Promise((resolve) => {
        waiting.push(resolve)
      })
    },
    give(thread) {
      const next = waiting.shift()
      if (next !== undefined) return next({ thread: thread ?? startSplitThread() })
      taken -= 1
      if (thread !== undefined) idle.push(thread)
    },
    async close() {
      await Promise.all(idle.splice(0).map((thread) => thread.end()))
    },
  }
}
