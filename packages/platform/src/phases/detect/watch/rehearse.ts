import { checkFile } from './check-file.ts'
import { judgeLook } from './judge-look.ts'
import { isAppendedTo, type Look } from './look.ts'
import { openForWriting } from './open-for-writing.ts'

/** Twice, because the second time runs what the first one compiled. */
const timesAKind = 2
const rehearsedBytes = 256 * 1024

/**
 * Runs what an event will run, and the check of each kind, on the first small files that are learnt: code that never ran is ten times slower,
 * and it would be the first seconds of an attack that pay for it. The answers are of no interest.
 */
export function rehearse(): (path: string, look: Look) => void {
  const done = new Map<string, number>()
  return (path, look) => {
    judgeLook(look, look)
    const times = done.get(look.type ?? '') ?? 0
    if (times >= timesAKind || look.size > rehearsedBytes) return
    done.set(look.type ?? '', times + 1)
    checkFile(path, look, rehearsedBytes)
    isAppendedTo(path, look)
    if (done.size === 1) openForWriting(new Set([path]))
  }
}
