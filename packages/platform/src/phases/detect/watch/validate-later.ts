import { readFileSync, statSync } from 'node:fs'

import { contentOf } from '../content.ts'
import { promisedType } from '../validators/index.ts'
import type { Look } from './look.ts'

/** Larger files are judged by their looks alone, and by the history of their backups. */
const maxBytes = 64 * 1024 * 1024
/** A program that writes has stopped when nothing happened for so long; a change of size may be half an upload. */
const settleMs = 200
const settleResizedMs = 1_000

export interface LaterAnswer {
  readonly path: string
  readonly state: 'whole' | 'broken' | 'unknown'
  readonly why: string
}

/**
 * Asks a validator about a file once writing has stopped: a compressed file looks random before and after, only its
 * own checksums tell. A file shorter than before is not called broken: it may be on its way.
 */
export function validateLater(answer: (answer: LaterAnswer) => void): {
  ask(path: string, before: Look, now: Look): void
} & Disposable {
  const waiting = new Map<string, NodeJS.Timeout>()
  return {
    ask(path, before, now) {
      clearTimeout(waiting.get(path))
      const wait = before.size === now.size ? settleMs : settleResizedMs
      waiting.set(
        path,
        setTimeout(() => {
          waiting.delete(path)
          answer({ path, ...validate(path, before) })
        }, wait),
      )
    },
    [Symbol.dispose]() {
      for (const timer of waiting.values()) clearTimeout(timer)
    },
  }
}

function validate(path: string, before: Look): Omit<LaterAnswer, 'path'> {
  try {
    const { size } = statSync(path)
    if (size > maxBytes || size === 0) return { state: 'unknown', why: '' }
    const { state, what } = contentOf(readFileSync(path), { expected: promisedType(path), complete: true })
    if (state === 'whole' || state === 'trailing') return { state: 'whole', why: '' }
    if (state !== 'broken' || size < before.size) return { state: 'unknown', why: '' }
    return { state: 'broken', why: `it is no whole ${before.type ?? 'file'} any more: ${what}` }
  } catch {
    return { state: 'unknown', why: '' }
  }
}
