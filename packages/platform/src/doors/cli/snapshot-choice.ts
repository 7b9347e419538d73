import type { Repository, Snapshot } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'

/**
 * Finds a snapshot by `latest` or by the beginning of its id.
 * Throws `not-found` when nothing fits and `input-invalid` when the beginning fits several.
 */
export async function chooseSnapshot(repository: Repository, wanted: string): Promise<Snapshot> {
  const snapshots = await repository.listSnapshots()
  const fitting =
    wanted === 'latest' ? snapshots.slice(-1) : snapshots.filter((snapshot) => snapshot.id.startsWith(wanted))
  const [only, second] = fitting
  if (only === undefined) {
    throw new AnlaufError('not-found', `No snapshot "${wanted}" in this repository.`, {
      hint: 'List them with: anlauf repo snapshots',
    })
  }
  if (second !== undefined) {
    throw new AnlaufError('input-invalid', `"${wanted}" fits ${fitting.length} snapshots.`, {
      hint: 'Give more digits of the id.',
    })
  }
  return only
}
