import { openForWriting } from './open-for-writing.ts'

/** More files than people upload at once: an attacker who keeps everything open gains nothing more. */
const mostAtOnce = 16
/** Who writes nothing for so long has stopped. */
const stalledMs = 2_000
const rememberedMs = 10_000

/** A file that looks broken, and its change time when it was last seen. */
export interface BrokenFile {
  readonly path: string
  readonly changedNs: bigint
}

/**
 * Tells files that are broken from files that are not finished yet: those that a program holds open for writing.
 * That excuse ends two seconds after the last write, and holds for few files at a time: an attacker who closes nothing
 * is noticed then, or with the seventeenth file.
 */
export interface Uploads {
  /** Paths of those that are still being written. */
  unfinished(files: readonly BrokenFile[]): ReadonlySet<string>
}

export function uploads(
  open: (paths: ReadonlySet<string>) => ReadonlySet<string> = openForWriting,
  now: () => number = () => performance.now(),
): Uploads {
  const excused = new Map<string, { readonly changedNs: bigint; readonly sinceMs: number }>()
  return {
    unfinished(files) {
      for (const [path, { sinceMs }] of excused) if (now() - sinceMs > rememberedMs) excused.delete(path)
      const asking = files.filter(({ path, changedNs }) => {
        const before = excused.get(path)
        return before?.changedNs !== changedNs || now() - before.sinceMs < stalledMs
      })
      const writing = asking.length === 0 ? new Set<string>() : open(new Set(asking.map(({ path }) => path)))
      for (const { path, changedNs } of asking) {
        if (!writing.has(path) || excused.get(path)?.changedNs === changedNs) continue
        excused.set(path, { changedNs, sinceMs: now() })
      }
      return excused.size > mostAtOnce ? new Set() : writing
    },
  }
}
