import { checkFile, type Checked } from './check-file.ts'
import type { Look } from './look.ts'

/** Larger files would keep new events waiting for more than some milliseconds. */
const soonBytes = 1024 * 1024
/** Larger files are judged by their looks alone, and by the history of their backups. */
const laterBytes = 64 * 1024 * 1024
/** A program that writes has stopped when nothing happened for so long; a change of size may be half an upload. */
const settleMs = 200
const settleResizedMs = 2_000
/** Whoever emptied a file writes it soon, or means it to stay empty. */
const settleEmptyMs = 10_000
/** Who was seen shorter than it was is being written anew, for so long. */
const writingMs = 2_000
/** Servers write into these all day, and a page that is half written looks broken. */
const writtenAllDay: ReadonlySet<string> = new Set(['sqlite', 'innodb', 'postgres'])

export interface CheckAnswer extends Checked {
  readonly path: string
  /** What it was checked against. */
  readonly before: Look
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
}

export function checkSoon(
  answer: (answer: CheckAnswer) => void,
  now: () => number = () => performance.now(),
): Checks {
  const soon = new Map<string, { readonly before: Look; readonly now: Look }>()
  const later = new Map<string, { readonly timer: NodeJS.Timeout; readonly before: Look }>()
  const shrunk = new Map<string, number>()
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
    clearTimeout(later.get(path)?.timer)
    const timer = setTimeout(
      () => {
        later.delete(path)
        answer({ path, before, ...checkFile(path, before, laterBytes) })
      },
      seen.size === 0 ? settleEmptyMs : before.size === seen.size ? settleMs : settleResizedMs,
    )
    later.set(path, { timer, before })
  }

  function isBeingWritten(path: string): boolean {
    const atMs = shrunk.get(path)
    if (atMs === undefined) return false
    if (now() - atMs < writingMs) return true
    shrunk.delete(path)
    return false
  }

  return {
    ask(path, before, seen) {
      const isSoon =
        seen.size <= soonBytes &&
        seen.size >= before.size &&
        !writtenAllDay.has(before.type ?? '') &&
        !isBeingWritten(path)
      if (!isSoon) return wait(path, before, seen)
      clearTimeout(later.get(path)?.timer)
      soon.set(path, { before, now: seen })
      turn ??= setImmediate(checkSmallest)
    },
    shrank(path) {
      shrunk.delete(path)
      shrunk.set(path, now())
      const [oldest] = shrunk
      if (oldest !== undefined && now() - oldest[1] > writingMs) shrunk.delete(oldest[0])
    },
    grew(path, seen) {
      const waiting = later.get(path)
      if (waiting !== undefined) wait(path, waiting.before, seen)
    },
    [Symbol.dispose]() {
      clearImmediate(turn)
      for (const { timer } of later.values()) clearTimeout(timer)
    },
  }
}
