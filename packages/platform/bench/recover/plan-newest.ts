import type { Repository } from '@anlauf/repository'

import { planRecovery, type RecoveryPlan } from '../../src/phases/recover/index.ts'

/** A plan of the newest snapshots as they are: no file was judged changed. */
export async function planNewest(repository: Repository): Promise<RecoveryPlan> {
  const snapshots = (await repository.listSnapshots()).map(({ id, time, hostname, paths }) => ({
    id,
    time,
    host: hostname ?? '',
    paths,
  }))
  const counters = {
    snapshots: snapshots.length,
    treesRead: 0,
    filesSeen: 0,
    changesJudged: 0,
    bytesRead: 0,
  }
  return planRecovery(repository, { snapshots, files: [], onset: null, tenants: [], counters })
}
