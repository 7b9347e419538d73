import { join } from 'node:path'

import { buildCommand } from '@stricli/core'

import { callersSession, findPrograms, takeBase } from '../../../../adapters/postgres-source/index.ts'
import { formatLsn } from '../../../../phases/recover/databases/index.ts'
import type { AnlaufContext } from '../../context.ts'
import { formatBytes, printJson, printLines } from '../../terminal/output.ts'
import { binFlag, clusterFlag, clusterFolder } from './postgres-flags.ts'
import { writing } from './postgres-work.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'

interface Flags extends RepositoryFlags {
  readonly cluster: string
  readonly bin?: string
  readonly json: boolean
}

export const protectPostgresBase = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'Take a base backup of a running PostgreSQL server',
    fullDescription:
      "The server is found by libpq's variables (PGHOST, PGPORT, PGUSER, PGSERVICE, PGPASSFILE). The role needs REPLICATION and, for the inventory of roles and functions, the rights of a superuser. ANLAUF_HOME needs room for the cluster once more while it runs.",
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      cluster: clusterFlag,
      bin: binFlag,
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    using folder = clusterFolder(this, flags.cluster, 'base')
    const repository = await openNamedRepository(this, flags)
    const programs = await findPrograms({ folder: flags.bin })
    const session = callersSession(programs, this.process.env, this.signal)
    const result = await writing(folder.path, () =>
      takeBase(session, repository, {
        cluster: flags.cluster,
        staging: join(folder.path, 'staging'),
        signal: this.signal,
        onStep: (step) => this.process.stderr.write(`${step}\n`),
      }),
    )
    const { description } = result
    if (flags.json) {
      return printJson(this, {
        ...result,
        description: {
          ...description,
          start: formatLsn(description.start),
          end: formatLsn(description.end),
        },
      })
    }
    printLines(this, [
      `Base backup ${result.snapshot.slice(0, 8)} of ${flags.cluster}: ${formatBytes(result.bytes)}, ${formatBytes(result.bytesAdded)} new in the repository.`,
      `It ends at ${formatLsn(description.end)} on timeline ${description.timeline}; from there on the log goes to any later moment.`,
      ...(description.checksums
        ? []
        : ['The cluster has no checksums: damaged pages are not noticed (pg_checksums --enable).']),
    ])
  },
})
