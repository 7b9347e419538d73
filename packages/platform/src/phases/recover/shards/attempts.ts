import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import { systemCode } from '../write-failure.ts'

/** So often a part is started that never comes to an end, before people are asked. */
export const maxAttempts = 3

/** A try at a piece of work, in a folder of its own that nobody else writes into. */
export interface Attempt {
  readonly folder: string
  /** Gives the result its name in one step. False when another try was first: theirs counts, ours is gone. */
  publish(from: string, to: string): boolean
  /** Takes away what was begun: it ended in good order and does not count as a try. */
  discard(): void
}

/**
 * Begins a try in `<folder>/attempt-N`. What is left of earlier ones stays: whoever began them may be frozen and go
 * on any moment. Throws `shard-failed` when `maxAttempts` were begun and none came to an end; `name` says of what.
 */
export function beginAttempt(folder: string, name: string): Attempt {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const begun = attemptsIn(folder)
  if (begun.length >= maxAttempts) throw tooMany(folder, name, begun.length)
  const place = newFolder(folder, Math.max(0, ...begun) + 1)
  return {
    folder: place,
    publish(from, to) {
      const isFirst = renameOnce(from, to)
      rmSync(place, { recursive: true, force: true })
      return isFirst
    },
    discard: () => rmSync(place, { recursive: true, force: true }),
  }
}

/** Forgets the tries at a piece of work that failed for good: a person wants it tried anew. */
export function forgetAttempts(folder: string): void {
  if (!existsSync(folder)) return
  for (const number of attemptsIn(folder))
    rmSync(attemptFolder(folder, number), { recursive: true, force: true })
}

function attemptsIn(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const [, number] = /^attempt-([0-9]{1,6})$/.exec(name) ?? []
    return number === undefined ? [] : [Number(number)]
  })
}

/** Two workers may begin at once; `mkdir` lets one of them have the number. */
function newFolder(folder: string, from: number): string {
  for (let number = from; ; number += 1) {
    const place = attemptFolder(folder, number)
    try {
      mkdirSync(place, { mode: 0o700 })
      return place
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error
    }
  }
}

function attemptFolder(folder: string, number: number): string {
  return join(folder, `attempt-${number}`)
}

/** A folder that is not empty is never replaced by `rename`: the kernel decides who was first. */
function renameOnce(from: string, to: string): boolean {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) throw error
    return false
  }
}

function tooMany(folder: string, name: string, count: number): AnlaufError {
  return new AnlaufError('shard-failed', `${name} was begun ${count} times and never came to an end.`, {
    hint: `Each time the worker died or froze. Look at its messages and its memory, then give the plan out again with the same command: failed parts are tried anew. What was begun lies in ${folder}.`,
    context: { folder, attempts: count },
  })
}
