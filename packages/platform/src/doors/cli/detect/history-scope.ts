import type { Repository } from '@anlauf/repository'

import { tenantOf } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { DetectOptions } from '../../../phases/detect/index.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { snapshotFilterFlags } from '../repo/snapshot-filter.ts'

export interface HistoryScopeFlags {
  readonly estate?: string
  readonly host?: readonly string[]
}

/** Which part of a repository's history is looked at, and whose it is. */
export const historyScopeFlags = {
  estate: { ...estateFlag, optional: true },
  host: snapshotFilterFlags.host,
} as const

/** What the flags ask for. Throws `not-found` for a host without snapshots: a typing error must not look like a quiet night. */
export async function historyScope(
  { estate, host }: HistoryScopeFlags,
  repository: Repository,
): Promise<Pick<DetectOptions, 'hosts' | 'place'>> {
  if (host !== undefined) await refuseUnknownHosts(host, repository)
  const model = estate === undefined ? undefined : readEstateFile(estate)
  return {
    ...(host === undefined ? {} : { hosts: host }),
    ...(model === undefined
      ? {}
      : { place: (machine: string, path: string) => tenantOf(model, { host: machine, path }) }),
  }
}

async function refuseUnknownHosts(hosts: readonly string[], repository: Repository): Promise<void> {
  const known = new Set((await repository.listSnapshots()).map(({ hostname }) => hostname))
  const unknown = hosts.filter((host) => !known.has(host))
  if (unknown.length === 0) return
  throw new AnlaufError('not-found', `No snapshot in this repository is of the host ${unknown.join(', ')}.`, {
    hint: 'See which hosts there are with: anlauf repo snapshots',
  })
}
