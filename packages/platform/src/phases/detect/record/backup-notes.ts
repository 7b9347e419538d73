import type { BackupObserver } from '@anlauf/repository'

import type { FeatureStore } from './feature-store.ts'

/** Records that a backup makes on its way. Disposing writes what is left, also after a backup that failed. */
export interface BackupNotes extends Disposable {
  readonly observer: BackupObserver
}

/**
 * Measures every new blob in the threads that store it. Records are no part of the backup: when they cannot be
 * written any more, `onFailure` hears of it once and the backup goes on without; `buildFeatures` makes up for it.
 */
export function notesOfBackup(store: FeatureStore, onFailure: (error: unknown) => void): BackupNotes {
  let isFailed = false
  const attempt = (work: () => void): void => {
    if (isFailed) return
    try {
      work()
    } catch (error) {
      isFailed = true
      onFailure(error)
    }
  }
  return {
    observer: {
      module: new URL('./observe-blob.ts', import.meta.url),
      onBlob: (id, observed) => attempt(() => store.putChunk(id, observed)),
    },
    [Symbol.dispose]: () => attempt(() => store.flush()),
  }
}
