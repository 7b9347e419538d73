import { checkFile } from './check-file.ts'
import { judgeLook } from './judge-look.ts'
import type { KnownFiles } from './known-files.ts'
import { type Look, lookAt } from './look.ts'
import { isNamedAfter, replacedFiles } from './replaced-files.ts'

/** Larger newcomers are judged by their looks alone. */
const checkedBytes = 1024 * 1024
const keptLost = 10_000
/** Who removes a file and writes its name anew does it within this time. */
const sameNameMs = 60_000

/** Files that were not there before: strange ones are hits once another file is gone for them. */
export interface Newcomers {
  came(path: string, look: Look): void
  /** `before` is what was known of the file that is gone. */
  went(path: string, before: Look): void
  /** What had this very name, and lost it within the last minute. */
  namedLike(path: string): Look | undefined
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
  const gone = new Map<string, { readonly look: Look; readonly atMs: number }>()

  function settle(fresh: string, lost: string): void {
    const before = gone.get(lost)?.look
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
      gone.delete(path)
      gone.set(path, { look: before, atMs: now() })
      const [oldest] = gone.keys()
      if (gone.size > keptLost && oldest !== undefined) gone.delete(oldest)
      for (const fresh of replaced.went(path, before.size, now())) settle(fresh, path)
    },
    namedLike(path) {
      const before = gone.get(path)
      return before === undefined || now() - before.atMs > sameNameMs ? undefined : before.look
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
