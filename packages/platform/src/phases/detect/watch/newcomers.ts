import { checkFile } from './check-file.ts'
import { judgeLook } from './judge-look.ts'
import type { KnownFiles } from './known-files.ts'
import { type Look, lookAt } from './look.ts'
import { isNamedAfter, replacedFiles } from './replaced-files.ts'

/** Larger newcomers are judged by their looks alone. */
const checkedBytes = 1024 * 1024
const keptLost = 10_000

/** Files that were not there before: strange ones are hits once another file is gone for them. */
export interface Newcomers {
  came(path: string, look: Look): void
  /** `before` is what was known of the file that is gone. */
  went(path: string, before: Look): void
}

/**
 * Encryption into new files. A newcomer that may replace a file that went is strange when it is random bytes of no
 * known kind; when it is called like the other with something behind it and what that one was is destroyed in it;
 * when it is of the same kind and broken.
 */
export function newcomers(context: {
  readonly known: KnownFiles
  readonly now: () => number
  readonly onReplaced: (fresh: string, lost: string, look: Look) => void
}): Newcomers {
  const { known, now, onReplaced } = context
  const replaced = replacedFiles()
  const lostLooks = new Map<string, Look>()

  function settle(fresh: string, lost: string): void {
    const before = lostLooks.get(lost)
    // It may have grown since it came.
    const look = known.get(fresh) === undefined ? undefined : lookAt(fresh)
    if (look === undefined || before === undefined || !isStrange(fresh, look, lost, before)) return
    replaced.settled(fresh)
    replaced.settled(lost)
    onReplaced(fresh, lost, look)
  }

  return {
    came(path, { size }) {
      for (const lost of replaced.came(path, size, now())) settle(path, lost)
    },
    went(path, before) {
      // Nothing is known of its content, so nothing can be missing from another.
      if (before.type === undefined) return
      lostLooks.delete(path)
      lostLooks.set(path, before)
      const [oldest] = lostLooks.keys()
      if (lostLooks.size > keptLost && oldest !== undefined) lostLooks.delete(oldest)
      for (const fresh of replaced.went(path, before.size, now())) settle(fresh, path)
    },
  }
}

function isStrange(fresh: string, look: Look, lost: string, before: Look): boolean {
  if (judgeLook(undefined, look).kind === 'random-newcomer') return true
  const { kind } = judgeLook(before, look)
  if (kind === 'destroyed') return isNamedAfter(fresh, lost)
  return (
    kind === 'ask-validator' &&
    (isNamedAfter(fresh, lost) || look.type === before.type) &&
    checkFile(fresh, before, checkedBytes, { isCopy: true }).state === 'broken'
  )
}
