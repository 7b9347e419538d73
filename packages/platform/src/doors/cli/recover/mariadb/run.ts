import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import {
  chooseDump,
  listDumps,
  readInventory,
  type Recovered,
  recoverServer,
  writeDurably,
} from '../../../../adapters/mariadb-source/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { lockFolder } from '../../../../phases/protect/index.ts'
import type { ObjectChange } from '../../../../phases/recover/databases/index.ts'
import { compareServers } from '../../../../phases/recover/databases/mariadb/index.ts'
import { caseFlag, openDeclaredCase, signature } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseTime } from '../../flags/flag-values.ts'
import { mariadbBinFlag, schemaFlag, serverFlag } from '../../protect/mariadb/mariadb-flags.ts'
import { counted, formatCount, printJson, printLines } from '../../terminal/output.ts'
import { changeLines } from '../change-lines.ts'
import { printable } from '../../terminal/printable.ts'
import { writing } from '../../protect/postgres/postgres-work.ts'
import { readingLock, noLockFlag, type NoLockFlag } from '../../repo/reading-lock.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'
import { openStores, type Stores } from '../../access/stores.ts'

interface Flags extends RepositoryFlags, NoLockFlag {
  readonly server: string
  readonly schema?: readonly string[]
  readonly before?: Date
  readonly dump?: string
  readonly latest: boolean
  readonly clean?: string
  readonly into: string
  readonly bin?: string
  readonly case?: string
  readonly json: boolean
}

const off = { kind: 'boolean', default: false, withNegated: false } as const

export const recoverMariadbRun = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'Load a dump of a MariaDB server into a clean room without network',
    fullDescription:
      'A fresh server with options of ours; each schema is loaded under an account that can reach nothing else, then every table is checked and compared with the moment of the dump, and so are routines, triggers, events and views. Accounts are listed, never made. Exit code 1 when a schema is not as it was. The server is stopped at the end.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      server: serverFlag,
      schema: schemaFlag,
      before: {
        kind: 'parsed',
        parse: parseTime,
        optional: true,
        brief: 'The newest dump of which every schema is from before this time: when the attack began',
        placeholder: 'time',
      },
      dump: { kind: 'parsed', parse: String, optional: true, brief: 'This dump', placeholder: 'id' },
      latest: { ...off, brief: 'The newest dump' },
      clean: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief:
          'Dump that is believed clean: accounts, rights, routines, triggers and events are compared with it',
        placeholder: 'id',
      },
      into: { kind: 'parsed', parse: String, brief: 'New folder for it', placeholder: 'folder' },
      bin: mariadbBinFlag,
      case: { ...caseFlag, optional: true },
      noLock: noLockFlag,
      json: { ...off, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const wanted = wantedDump(flags)
    const into = resolve(flags.into)
    await using stores = flags.case === undefined ? undefined : await openStores(this)
    // A case that does not exist is refused before hours of work.
    if (stores !== undefined) await openDeclaredCase(this, stores, flags.case ?? '')
    mkdirSync(into, { recursive: true, mode: 0o711 })
    using _folder = lockFolder(into)
    const repository = await openNamedRepository(this, flags)
    await using _lock = await readingLock(this, repository, flags)
    const dumps = await listDumps(repository, flags.server)
    const dump = chooseDump(dumps, flags.server, wanted)
    const clean =
      flags.clean === undefined
        ? undefined
        : await readInventory(repository, chooseDump(dumps, flags.server, { id: flags.clean }))
    const recovered = await writing(into, () =>
      recoverServer(repository, dump, {
        schemas: flags.schema,
        into,
        bin: flags.bin,
        signal: this.signal,
        onStep: (step) => this.process.stderr.write(`${printable(step)}\n`),
      }),
    )
    const changes = clean && compareServers(clean, recovered.inventory)
    const report = reportOf(recovered, { folder: into, missed: dump.manifest.missed, changes })
    const text = `${JSON.stringify(report, undefined, 2)}\n`
    await writeDurably(join(into, 'report.json'), text)
    if (stores !== undefined) await recordReport(this, stores, { caseId: flags.case ?? '', report, text })
    if (report.schemas.some(({ problems }) => problems.length > 0)) this.process.exitCode = 1
    if (flags.json) printJson(this, report)
    else {
      const compared = changes && { changes, comparesSecrets: true }
      printLines(this, [...recoveredLines(report), ...changeLines(compared)])
    }
  },
})

export type MariadbReport = ReturnType<typeof reportOf>

function reportOf(
  { state, ownNetwork, schemas }: Recovered,
  {
    folder,
    missed,
    changes,
  }: {
    readonly folder: string
    readonly missed: readonly { readonly schema: string; readonly why: string }[]
    readonly changes: readonly ObjectChange[] | undefined
  },
) {
  const { server, dump } = state
  return { server, dump, folder, ownNetwork, schemas, missed, changes: changes ?? null }
}

/** A slice that goes into a unit of the case is made only from a report that the case knows. */
async function recordReport(
  context: AnlaufContext,
  stores: Stores,
  {
    caseId,
    report,
    text,
  }: { readonly caseId: string; readonly report: MariadbReport; readonly text: string },
): Promise<void> {
  const session = await openDeclaredCase(context, stores, caseId)
  const fact = {
    type: 'database.recovered' as const,
    engine: 'mariadb',
    cluster: report.server,
    reportDigest: createHash('sha256').update(text).digest('hex'),
    changes: report.changes?.length ?? 0,
    problems: report.schemas.reduce((sum, { problems }) => sum + problems.length, 0),
  }
  if (session.state.recoveredClusters?.includes(fact.reportDigest) === true) return
  await session.execute({ command: 'record', facts: [fact] }, signature(context))
}

function recoveredLines({ server, dump, folder, ownNetwork, schemas, missed }: MariadbReport): string[] {
  const whole = schemas.filter(({ problems }) => problems.length === 0)
  return [
    `${server} from the dump ${dump.slice(0, 8)} is loaded in ${folder}; its server is stopped.`,
    `  network: ${ownNetwork ? 'none (a namespace without interfaces)' : 'closed by options only; run it on a machine without network'}`,
    `  ${counted(whole.length, 'schema')} as they were at the moment of the dump, every table checked and compared:`,
    ...whole.map(
      ({ schema, moment, rows, tables }) =>
        `    ${printable(schema)}: ${formatCount(rows)} rows in ${counted(tables, 'table')}, ${moment}`,
    ),
    ...schemas.flatMap(({ schema, problems }) =>
      problems.map((problem) => `  NOT AS IT WAS: ${printable(schema)}: ${printable(problem)}`),
    ),
    ...schemas
      .filter(({ unsteady }) => unsteady.length > 0)
      .map(
        ({ schema, unsteady }) =>
          `  not compared in ${printable(schema)}: ${unsteady.map(printable).join(', ')}`,
      ),
    ...missed.map(({ schema, why }) => `  not in the dump: ${printable(schema)}: ${printable(why)}`),
  ]
}

function wantedDump({ before, dump, latest }: Flags): { id?: string; before?: Date } {
  const named = [before, dump, latest ? true : undefined].filter((one) => one !== undefined)
  if (named.length !== 1) {
    throw new AnlaufError('input-invalid', 'Say which dump: one of --before, --dump and --latest.', {
      hint: '"anlauf detect history" says when it began; "anlauf protect mariadb show" lists the dumps.',
    })
  }
  if (dump !== undefined) return { id: dump }
  return before === undefined ? {} : { before }
}
