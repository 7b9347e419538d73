import { checkFile } from './check-file.ts'
import type { Look } from './look.ts'

/** Twice, because the second time runs what the first one compiled. */
const timesAKind = 2
const rehearsedBytes = 256 * 1024

/**
 * Runs the check of each kind on the first small files that are learnt: code that never ran is ten times slower,
 * and it would be the first seconds of an attack that pay for it. The answers are of no interest.
 */
export function rehearse(): (path: string, look: Look) => void {
  const done = new Map<string, number>()
  return (path, look) => {
    const times = done.get(look.type ?? '') ?? 0
    if (times >= timesAKind || look.size > rehearsedBytes) return
    done.set(look.type ?? '', times + 1)
    checkFile(path, look, rehearsedBytes)
  }
}
