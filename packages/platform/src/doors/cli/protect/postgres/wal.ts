import { buildCommand } from '@stricli/core'

import { pushSegment } from '../../../../adapters/postgres-source/index.ts'
import type { AnlaufContext } from '../../context.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { clusterFlag, clusterFolder } from './postgres-flags.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'

interface Flags extends RepositoryFlags {
  readonly cluster: string
  readonly json: boolean
}

export const protectPostgresWal = buildCommand<Flags, string[], AnlaufContext>({
  docs: {
    brief: 'Store segments of the write-ahead log: the target of archive_command',
    fullDescription:
      "archive_command = 'anlauf protect postgres wal --cluster main %p'. Answers 0 only when the bytes are durable in the repository or were there before; PostgreSQL keeps the file and asks again otherwise.",
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      cluster: clusterFlag,
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: {
        parse: String,
        brief: 'Segment or history that PostgreSQL hands over (%p)',
        placeholder: 'file',
      },
    },
  },
  async func(flags, ...files) {
    using _folder = clusterFolder(this, flags.cluster, 'wal')
    const repository = await openNamedRepository(this, flags)
    const pushed = []
    for (const file of files) {
      pushed.push(await pushSegment(repository, { cluster: flags.cluster, file, signal: this.signal }))
    }
    if (flags.json) return printJson(this, pushed)
    printLines(
      this,
      pushed.map(({ name, outcome, snapshot }) =>
        outcome === 'stored' ? `${name} stored (${snapshot.slice(0, 8)})` : `${name} was there already`,
      ),
    )
  },
})
