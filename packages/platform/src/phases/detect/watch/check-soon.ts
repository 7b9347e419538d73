import { checkFile, type Checked } from './check-file.ts'
import type { Look } from './look.ts'

/** Larger files would keep new events waiting for more than some milliseconds. */
const soonBytes = 1024 * 1024
/** Larger files are judged by their looks alone, and by the history of their backups. */
const laterBytes = 64 * 1024 * 1024
/** A program that writes has stopped when nothing happened for so long; a change of size may be half an upload. */
const settleMs = 200
const settleResizedMs = 2_000
/** A file that is written anew is asked about so soon after a write, then after twice the time, and so on. */
const settleWrittenMs = 30
/** Whoever emptied a file writes it soon, or means it to stay empty. */
const settleEmptyMs = 10_000
/** Programs that empty a document fill it at once: so many that are empty at the same time were wiped. */
const emptyAtOnce = 5
/** Who was seen shorter than it was is being written anew, for so long. */
const writingMs = 2_000
/** Servers write into these all day, and a page that is half written looks broken. */
const writtenAllDay: ReadonlySet<string> = new Set(['sqlite', 'innodb', 'postgres'])

export interface CheckAnswer extends Checked {
  readonly path: string
  /** What it was checked against. */
  readonly before: Look
}

export interface CheckOptions {
  readonly now?: () => number
  /** Whoever gets the answers knows which files are still being written: then they may come early. */
  readonly seesWriters?: boolean
}

/**
 * Asks validators about files: a compressed file looks random before and after, only its own checksums tell.
 * Small files that were changed in place are checked at once, the smallest first and one a turn, so that new events
 * come in between; the others, and those that were emptied first, once writing has stopped.
 */
export interface Checks extends Disposable {
  /** `before` is what was known, `now` what was just seen. A newer question about the same path replaces the older. */
  ask(path: string, before: Look, now: Look): void
  /** A file was seen shorter than it was: somebody writes it anew. */
  shrank(path: string): void
  /** A file grew: a question that waits for the end of writing waits on. */
  grew(path: string, now: Look): void
  /** The answer was not believed, because somebody still writes: it is given once more a little later. */
  again(path: string, before: Look, now: Look): void
}

export function checkSoon(
  answer: (answer: CheckAnswer) => void,
  { now = () => performance.now(), seesWriters = false }: CheckOptions = {},
): Checks {
  const soon = new Map<string, { readonly before: Look; readonly now: Look }>()
  const later = new Map<
    string,
    { readonly timer: NodeJS.Timeout; readonly before: Look; readonly seen: Look }
  >()
  const empty = new Set<string>()
  const shrunk = new Map<string, { readonly atMs: number; asked: number }>()
  let turn: NodeJS.Immediate | undefined

  function checkSmallest(): void {
    turn = undefined
    const [path, question] = [...soon].reduce<[string, { before: Look; now: Look }] | []>(
      (least, one) => (least[1] === undefined || one[1].now.size < least[1].now.size ? one : least),
      [],
    )
    if (path === undefined || question === undefined) return
    soon.delete(path)
    if (soon.size > 0) turn = setImmediate(checkSmallest)
    const checked = checkFile(path, question.before, soonBytes)
    if (checked.state === 'unknown') wait(path, question.before, question.now)
    else answer({ path, before: question.before, ...checked })
  }

  function wait(path: string, before: Look, seen: Look): void {
    askAfter(settleTime(path, before, seen), path, before, seen)
    if (seen.size > 0 || !seesWriters) return
    empty.add(path)
    if (empty.size < emptyAtOnce) return
    for (const one of empty) {
      const waiting = later.get(one)
      clearTimeout(waiting?.timer)
      if (waiting !== undefined) answerLate(one, waiting.before, waiting.seen)
    }
  }

  function askAfter(ms: number, path: string, before: Look, seen: Look): void {
    clearTimeout(later.get(path)?.timer)
    empty.delete(path)
    const timer = setTimeout(() => answerLate(path, before, seen, ms), ms)
    later.set(path, { timer, before, seen })
  }

  function answerLate(path: string, before: Look, seen: Look, waitedMs = settleResizedMs): void {
    later.delete(path)
    empty.delete(path)
    const checked = checkFile(path, before, laterBytes)
    const isTooSoon = checked.state === 'unknown' && waitedMs < settleResizedMs && shrunk.has(path)
    if (isTooSoon) wait(path, before, seen)
    else answer({ path, before, ...checked })
  }

  function settleTime(path: string, before: Look, seen: Look): number {
    if (seen.size === 0) return settleEmptyMs
    const written = shrunk.get(path)
    if (seesWriters && written !== undefined && seen.size <= soonBytes) {
      written.asked += 1
      return Math.min(settleResizedMs, settleWrittenMs * 2 ** (written.asked - 1))
    }
    return before.size === seen.size ? settleMs : settleResizedMs
  }

  function isBeingWritten(path: string): boolean {
    const written = shrunk.get(path)
    if (written === undefined) return false
    if (now() - written.atMs < writingMs) return true
    shrunk.delete(path)
    return false
  }

  return {
    ask(path, before, seen) {
      const isSoon =
        seen.size <= soonBytes &&
        !writtenAllDay.has(before.type ?? '') &&
        // Digits of something encoded are that from the first one on, whether more of them follow or not.
        (seen.isEven || (seen.size >= before.size && !isBeingWritten(path)))
      if (!isSoon) return wait(path, before, seen)
      clearTimeout(later.get(path)?.timer)
      soon.set(path, { before, now: seen })
      turn ??= setImmediate(checkSmallest)
    },
    shrank(path) {
      shrunk.delete(path)
      shrunk.set(path, { atMs: now(), asked: 0 })
      const [oldest] = shrunk
      if (oldest !== undefined && now() - oldest[1].atMs > writingMs) shrunk.delete(oldest[0])
    },
    grew(path, seen) {
      const waiting = later.get(path)
      if (waiting !== undefined) wait(path, waiting.before, seen)
    },
    again: (path, before, seen) => askAfter(settleMs, path, before, seen),
    [Symbol.dispose]() {
      clearImmediate(turn)
      for (const { timer } of later.values()) clearTimeout(timer)
    },
  }
}
