import { buildCommand } from '@stricli/core'

import { readArchive, readClusterStore, type StoredBase } from '../../../../adapters/postgres-source/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { type Archive, formatLsn, walChain } from '../../../../phases/recover/databases/index.ts'
import type { AnlaufContext } from '../../context.ts'
import { counted, formatTime, printJson, printLines, tableLines } from '../../terminal/output.ts'
import { clusterFlag } from './postgres-flags.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'

interface Flags extends RepositoryFlags {
  readonly cluster: string
  readonly json: boolean
}

export const protectPostgresShow = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'Base backups of a cluster, how far the log goes from each, and where it has gaps',
    fullDescription:
      'Exit code 1 when the log of the newest base backup has a gap or a name stands for two segments.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      cluster: clusterFlag,
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const repository = await openNamedRepository(this, flags)
    const store = await readClusterStore(repository, flags.cluster)
    if (store.bases.length === 0 && store.files.size === 0) throw nothingStored(flags.cluster)
    const bases = []
    for (const base of store.bases) bases.push(rangeOf(base, await readArchive(repository, store, base)))
    const isWhole = bases.at(-1)?.gap === null && store.conflicts.length === 0
    if (!isWhole) this.process.exitCode = 1
    if (flags.json) {
      return printJson(this, { bases, files: store.files.size, conflicts: store.conflicts })
    }
    printLines(this, [
      ...tableLines([
        ['base', 'taken', 'version', 'timeline', 'usable from', 'log until', 'gap'],
        ...bases.map((base) => [
          base.id.slice(0, 8),
          formatTime(base.time),
          String(base.major),
          String(base.timeline),
          base.from,
          base.until,
          base.gap ?? 'none',
        ]),
      ]),
      `${counted(store.files.size, 'archived file')}.`,
      ...(bases.length === 0 ? ['There is no base backup: the log alone brings nothing back.'] : []),
      ...store.conflicts.map((name) => `Two different segments are stored as ${name}.`),
    ])
  },
})

function rangeOf({ snapshot, description }: StoredBase, archive: Archive) {
  const chain = walChain(archive, description)
  return {
    id: snapshot.id,
    time: snapshot.time,
    major: description.major,
    timeline: description.timeline,
    from: formatLsn(description.end),
    until: formatLsn(chain.coveredTo),
    segments: chain.names.length,
    gap: chain.gap ?? null,
  }
}

function nothingStored(cluster: string): AnlaufError {
  return new AnlaufError('not-found', `Nothing of the cluster "${cluster}" is in this repository.`, {
    hint: 'Check --cluster and the repository; "anlauf protect postgres base" makes the first backup.',
  })
}
