import { type FileKind, RepositoryError, type Storage } from '@anlauf/repository'

/** A storage on which a forget and prune can be played without any consequence. */
export interface Rehearsal {
  readonly storage: Storage
  /** What was removed from the real storage, as `kind/id`, sorted; locks left out. */
  removed(): readonly string[]
}

/**
 * Reads come from the real storage, writes go to `scratch`, removals are remembered and from then on hidden. The
 * real storage is never written to. Locks of others are seen: a prune in the middle of a backup is refused as ever.
 */
export function rehearse(real: Storage, scratch: Storage): Rehearsal {
  const removed = new Set<string>()
  const isRemoved = (kind: FileKind, id: string): boolean => removed.has(`${kind}/${id}`)
  return {
    removed: () => [...removed].filter((name) => !name.startsWith('locks/')).sort(),
    storage: {
      async *list(kind) {
        for await (const file of real.list(kind)) if (!isRemoved(kind, file.id)) yield file
        yield* scratch.list(kind)
      },
      async read(kind, id, range) {
        if ((await scratch.stat(kind, id)) !== undefined) return scratch.read(kind, id, range)
        if (!isRemoved(kind, id)) return real.read(kind, id, range)
        throw new RepositoryError('missing-object', `${kind}/${id} was removed in this rehearsal.`, {
          hint: 'This is a mistake of the program: nothing was removed from the vault.',
        })
      },
      write: (kind, id, bytes) => scratch.write(kind, id, bytes),
      async remove(kind, id) {
        if ((await scratch.stat(kind, id)) !== undefined) await scratch.remove(kind, id)
        else removed.add(`${kind}/${id}`)
      },
      async stat(kind, id) {
        const own = await scratch.stat(kind, id)
        return own ?? (isRemoved(kind, id) ? undefined : real.stat(kind, id))
      },
    },
  }
}
