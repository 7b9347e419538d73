import { readFile } from 'node:fs/promises'

import { localStorage, openRepository, type Repository, type Storage } from '@anlauf/repository'

import { repositoryFolder } from '../store/index.ts'

/** The time in a snapshot that is not published yet: milliseconds, `damaged`, or `blind` without a fitting key. */
export type SnapshotInspector = (
  repository: string,
  upload: { readonly id: string; readonly path: string },
) => Promise<number | 'damaged' | 'blind'>

/**
 * Reads snapshots with a password of the vault's own. A repository that this password does not open stays blind;
 * it is tried again after a while, because its key may come later.
 */
export function snapshotInspector(
  vault: string,
  password: string,
  monotonicMs: () => number,
): SnapshotInspector {
  const opened = new Map<string, OpenedRepository>()
  let turn: Promise<unknown> = Promise.resolve()

  async function open(repository: string): Promise<OpenedRepository> {
    const known = opened.get(repository)
    if (known !== undefined && (known.repository !== undefined || monotonicMs() - known.triedAt < retryMs))
      return known
    const pending = new Map<string, string>()
    const storage = onlyPending(localStorage(repositoryFolder(vault, repository)), pending)
    const reader = await openRepository(storage, { password }).catch(() => undefined)
    const fresh = { repository: reader, pending, triedAt: monotonicMs() }
    opened.set(repository, fresh)
    return fresh
  }

  async function inspect(
    path: string,
    upload: { id: string; path: string },
  ): Promise<number | 'damaged' | 'blind'> {
    const { repository, pending } = await open(path)
    if (repository === undefined) return 'blind'
    pending.set(upload.id, upload.path)
    try {
      const [snapshot] = await repository.listSnapshots()
      return snapshot === undefined ? 'damaged' : Date.parse(snapshot.time)
    } catch {
      return 'damaged'
    } finally {
      pending.clear()
    }
  }

  return (repository, upload) => {
    // One at a time: the view of the storage shows exactly one snapshot.
    const mine = turn.then(() => inspect(repository, upload))
    turn = mine.catch(() => undefined)
    return mine
  }
}

const retryMs = 10 * 60 * 1000

interface OpenedRepository {
  readonly repository: Repository | undefined
  readonly pending: Map<string, string>
  readonly triedAt: number
}

/** The storage as it is, but with the uploads that wait as its only snapshots. */
function onlyPending(storage: Storage, pending: ReadonlyMap<string, string>): Storage {
  return {
    ...storage,
    async *list(kind) {
      if (kind !== 'snapshots') yield* storage.list(kind)
      else for (const id of pending.keys()) yield { id, size: 0 }
    },
    async read(kind, id, range) {
      const path = kind === 'snapshots' ? pending.get(id) : undefined
      return path === undefined ? storage.read(kind, id, range) : readFile(path)
    },
  }
}
