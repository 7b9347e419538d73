import type { Repository } from '@anlauf/repository'

import type { Copy } from '../../../core/estate/index.ts'
import type { MediaRecords } from '../media/index.ts'

/** The outside world of this part: repositories by copy, records of media, the clock. */
export interface LayerPlaces {
  /** Throws what opening a repository throws. */
  open(copy: Copy): Promise<Repository>
  readonly records: MediaRecords
  readonly now: () => Date
  readonly signal?: AbortSignal | undefined
}

/** Every repository is opened once a pass: each needs seconds for its password. */
export function openOnce(places: LayerPlaces): LayerPlaces {
  const opened = new Map<string, Promise<Repository>>()
  return {
    ...places,
    open(copy) {
      const before = opened.get(copy.id)
      if (before !== undefined) return before
      const opening = places.open(copy)
      opened.set(copy.id, opening)
      // One that failed is tried again by the next task.
      opening.catch(() => opened.delete(copy.id))
      return opening
    },
  }
}
