import { forget, pruneLocked, type Repository } from '@anlauf/repository'

import type { Copy, Keep } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { datasetTag } from './task.ts'

/**
 * Thins out a copy by its `keep`. Nothing goes while the estate is on hold, and nothing while a data set lags: when
 * new states stop coming, counting on would wear away the good old ones. At least one state of each host and set of
 * paths stays. Answers how many snapshots went.
 */
export async function retain(
  repository: Repository,
  copy: Copy,
  options: {
    datasets: readonly string[]
    hold: boolean
    lagging: boolean
    now: Date
    signal?: AbortSignal | undefined
  },
): Promise<{ readonly forgotten: number; readonly why?: string }> {
  const { datasets, hold, lagging, now, signal } = options
  if (copy.keep === undefined) return { forgotten: 0 }
  if (hold) return { forgotten: 0, why: 'on hold' }
  if (lagging) return { forgotten: 0, why: 'a data set lags behind' }
  const policy = policyOf(copy.id, copy.keep)
  const { removed } = await forget(repository, {
    policy,
    // What somebody stored there by hand is not ours to forget.
    filter: { tags: datasets.map((id) => [datasetTag(id)]) },
    now: BigInt(now.getTime()) * 1_000_000n,
    ...(signal && { signal }),
    afterwards: async (lock) => {
      await pruneLocked(repository, lock, signal === undefined ? {} : { signal })
    },
  })
  return { forgotten: removed.length }
}

function policyOf(id: string, keep: Keep): Keep {
  const counts = Object.values(keep).filter((count) => count !== undefined)
  if (counts.length > 0 && counts.every((count) => Number.isInteger(count) && count > 0)) return keep
  throw new AnlaufError('input-invalid', `The keep of "${id}" keeps nothing, or has a count that is none.`, {
    hint: 'Write whole numbers above zero, for instance keep: { daily: 14, weekly: 8, monthly: 12 }.',
  })
}
