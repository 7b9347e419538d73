import { type Lsn, parseLsn } from './lsn.ts'

/** One ancestor of a timeline, and where it was left. */
export interface Ancestor {
  readonly timeline: number
  readonly leftAt: Lsn
}

/** A real history has as many lines as the cluster had failovers. */
const maxAncestors = 10_000

/**
 * Reads a `.history` file: one ancestor a line, oldest first, `timeline position reason`. Returns nothing when a
 * line is none or the order is wrong: a history that cannot be believed must not choose what is restored.
 */
export function parseTimelineHistory(text: string): readonly Ancestor[] | undefined {
  const ancestors: Ancestor[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const match = /^(\d{1,10})\s+([0-9A-F]{1,8}\/[0-9A-F]{1,8})(?:\s|$)/i.exec(line)
    const last = ancestors.at(-1)
    if (match === null || ancestors.length >= maxAncestors) return undefined
    const next = { timeline: Number(match[1]), leftAt: parseLsn(match[2] ?? '') }
    if (last !== undefined && (next.timeline <= last.timeline || next.leftAt < last.leftAt)) return undefined
    ancestors.push(next)
  }
  return ancestors
}
