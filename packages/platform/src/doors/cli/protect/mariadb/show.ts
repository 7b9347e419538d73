import { buildCommand } from '@stricli/core'

import { listDumps } from '../../../../adapters/mariadb-source/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import type { AnlaufContext } from '../../context.ts'
import { serverFlag } from './mariadb-flags.ts'
import {
  formatBytes,
  formatCount,
  formatTime,
  printJson,
  printLines,
  tableLines,
} from '../../terminal/output.ts'
import { printable } from '../../terminal/printable.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'

interface Flags extends RepositoryFlags {
  readonly server: string
  readonly json: boolean
}

export const protectMariadbShow = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'Dumps of a server, and what each of them missed',
    fullDescription: 'Exit code 1 when the newest dump missed a schema.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      server: serverFlag,
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const repository = await openNamedRepository(this, flags)
    const dumps = (await listDumps(repository, flags.server)).map(({ snapshot, manifest }) => ({
      id: snapshot.id,
      time: snapshot.time,
      version: manifest.facts.version,
      schemas: manifest.schemas.length,
      rows: sumOf(manifest.schemas.flatMap(({ tables }) => tables.map(({ rows }) => rows))),
      bytes: sumOf(manifest.schemas.map(({ bytes }) => bytes)),
      missed: manifest.missed,
    }))
    const newest = dumps.at(-1)
    if (newest === undefined) throw nothingStored(flags.server)
    if (newest.missed.length > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, { dumps })
    printLines(this, [
      ...tableLines(
        [
          ['dump', 'taken', 'version', 'schemas', 'rows', 'bytes', 'missed'],
          ...dumps.map((dump) => [
            dump.id.slice(0, 8),
            formatTime(dump.time),
            printable(dump.version),
            formatCount(dump.schemas),
            formatCount(dump.rows),
            formatBytes(dump.bytes),
            dump.missed.length === 0 ? 'none' : formatCount(dump.missed.length),
          ]),
        ],
        { right: [3, 4, 5] },
      ),
      ...newest.missed.map(
        ({ schema, why }) => `The newest dump misses ${printable(schema)}: ${printable(why)}`,
      ),
    ])
  },
})

function sumOf(figures: readonly number[]): number {
  return figures.reduce((sum, one) => sum + one, 0)
}

function nothingStored(server: string): AnlaufError {
  return new AnlaufError('not-found', `Nothing of the server "${server}" is in this repository.`, {
    hint: 'Check --server and the repository; "anlauf protect mariadb dump" makes the first dump.',
  })
}
