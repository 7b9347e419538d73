import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { buildCommand } from '@stricli/core'

import {
  callersOptions,
  type DumpResult,
  findProgram,
  takeDump,
} from '../../../../adapters/mariadb-source/index.ts'
import { lockFolder } from '../../../../phases/protect/index.ts'
import type { AnlaufContext } from '../../context.ts'
import { mariadbBinFlag, schemaFlag, serverFlag } from './mariadb-flags.ts'
import { counted, formatBytes, printJson, printLines } from '../../terminal/output.ts'
import { printable } from '../../terminal/printable.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'

interface Flags extends RepositoryFlags {
  readonly server: string
  readonly schema?: readonly string[]
  readonly defaultsFile?: string
  readonly bin?: string
  readonly json: boolean
}

export const protectMariadbDump = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'Dump the schemas of a running MariaDB server straight into the repository',
    fullDescription:
      'Each schema as of one moment, with digests of its tables, and an inventory of accounts, rights, routines, triggers, events and plugins. A schema whose definitions change meanwhile is begun anew, three times at most. Exit code 1 when a schema was missed; it is named. Host, user and password come from an option file. The account needs SELECT, SHOW VIEW, TRIGGER, EVENT, RELOAD, PROCESS, LOCK TABLES ON *.*; MariaDB 10.4 or later.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      server: serverFlag,
      schema: schemaFlag,
      defaultsFile: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Option file with a group [client] (default: ~/.my.cnf, /etc/my.cnf)',
        placeholder: 'file',
      },
      bin: mariadbBinFlag,
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const folder = join(this.home, 'mariadb', flags.server)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    using _folder = lockFolder(folder)
    const repository = await openNamedRepository(this, flags)
    await using options = await callersOptions({
      file: flags.defaultsFile,
      folder,
      bin: flags.bin,
      env: this.process.env,
    })
    const result = await takeDump(
      {
        reach: {
          client: await findProgram('mariadb', flags.bin),
          optionFile: options.path,
          signal: this.signal,
        },
        dumper: await findProgram('mariadb-dump', flags.bin),
      },
      repository,
      {
        server: flags.server,
        schemas: flags.schema,
        signal: this.signal,
        onStep: (step) => this.process.stderr.write(`${printable(step)}\n`),
      },
    )
    if (result.manifest.missed.length > 0) this.process.exitCode = 1
    if (flags.json) printJson(this, result)
    else printLines(this, dumpedLines(result))
  },
})

function dumpedLines({ snapshot, manifest, bytes, bytesAdded }: DumpResult): string[] {
  const { schemas, missed } = manifest
  const held = schemas.reduce((most, { commitsHeldMs }) => Math.max(most, commitsHeldMs), 0)
  return [
    `Dump ${snapshot.slice(0, 8)} of ${manifest.server}: ${counted(schemas.length, 'schema')}, ${formatBytes(bytes)}, ${formatBytes(bytesAdded)} new in the repository.`,
    `Commits were held for at most ${held} ms at a time.`,
    ...schemas.flatMap((one) => [
      ...noteOf(one.schema, one.unsteady, 'not of one moment (sequences, tables without transactions)'),
      ...noteOf(one.schema, one.withoutHistory, 'without their history of rows'),
      ...noteOf(one.schema, one.leftOut, 'left out, the server calls these views invalid'),
    ]),
    ...missed.map(({ schema, why }) => `MISSED: ${printable(schema)}: ${printable(why)}`),
  ]
}

function noteOf(schema: string, names: readonly string[], what: string): string[] {
  return names.length === 0 ? [] : [`  ${printable(schema)}: ${what}: ${names.map(printable).join(', ')}`]
}
