import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import {
  readRecoveredCluster,
  sliceDatabase,
  type Sliced,
} from '../../../../adapters/postgres-source/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { lockFolder } from '../../../../phases/protect/index.ts'
import { addedLines } from '../add-database-piece.ts'
import type { AnlaufContext } from '../../context.ts'
import { notInCase, slicePlace, type SlicePlaceFlags, slicePlaceFlags } from '../slice-place.ts'
import {
  counted,
  formatBytes,
  formatCount,
  printJson,
  printLines,
  tableLines,
} from '../../terminal/output.ts'
import { binFlag } from '../../protect/postgres/postgres-flags.ts'
import { writing } from '../../protect/postgres/postgres-work.ts'
import { sliceIntoUnit } from './unit.ts'

interface Flags extends SlicePlaceFlags {
  readonly from: string
  readonly database: string
  readonly schema?: readonly string[]
  readonly key?: readonly string[]
  readonly tenant?: string
  readonly shared?: readonly string[]
  readonly bin?: string
  readonly json: boolean
}

const text = { kind: 'parsed', parse: String } as const
const texts = { ...text, optional: true, variadic: true } as const

export const recoverPostgresSlice = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: "Cut one tenant's part out of a recovered cluster and hand it over as a dump",
    fullDescription:
      'By database, by --schema, or by rows: --key names the columns that hold the tenant, --tenant its value. Rows without key belong to the tenants of the rows they point to. What belongs to two tenants or to nobody is held back and counted. The dump is loaded into a fresh cluster and every table compared before it is handed over. With --case and --unit every value is scanned, and the dump becomes part of what is approved, released and handed back with the unit; started again for the same part it replaces it.',
  },
  parameters: {
    flags: {
      from: { ...text, brief: 'Folder of "recover postgres run"', placeholder: 'folder' },
      database: { ...text, brief: 'Database', placeholder: 'name' },
      schema: { ...texts, brief: 'Only this schema (repeatable)', placeholder: 'name' },
      key: {
        ...texts,
        brief:
          'Column that names the tenant of a row: column, table.column or schema.table.column (repeatable)',
        placeholder: 'column',
      },
      tenant: { ...text, optional: true, brief: 'Value of these columns', placeholder: 'value' },
      shared: { ...texts, brief: 'Table that every tenant gets whole (repeatable)', placeholder: 'table' },
      ...slicePlaceFlags,
      bin: binFlag,
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const rows = rowsOf(flags)
    const from = resolve(flags.from)
    const work = {
      ...(await readRecoveredCluster(from, flags.bin)),
      database: flags.database,
      schemas: flags.schema,
      rows,
    }
    const where = slicePlace(flags)
    if (where.kind === 'unit') {
      const added = await sliceIntoUnit(this, where.unit, work)
      if (flags.json) printJson(this, added)
      else printLines(this, [...slicedLines(added.sliced, `${added.unit}: `), ...addedLines(added)])
      return
    }
    const out = resolve(where.out)
    mkdirSync(out, { recursive: true, mode: 0o711 })
    using _from = lockFolder(from)
    using _out = lockFolder(out)
    const sliced = await writing(out, () =>
      sliceDatabase(work.cluster, {
        ...work,
        out,
        origin: { ...work.state.plan },
        signal: this.signal,
        onStep: (step) => this.process.stderr.write(`${step}\n`),
      }),
    )
    if (flags.json) printJson(this, sliced)
    else {
      printLines(this, [...slicedLines(sliced, `${out}/`), notInCase])
    }
  },
})

function rowsOf({ key, tenant, shared = [], schema }: Flags) {
  if (key === undefined && tenant === undefined && shared.length === 0) return undefined
  if (key !== undefined && tenant !== undefined && schema === undefined) return { keys: key, tenant, shared }
  throw new AnlaufError(
    'input-invalid',
    'Rows are chosen with --key and --tenant together, without --schema.',
    {
      hint: 'For instance --key tenant_id --key tenants.id --tenant 42.',
    },
  )
}

function slicedLines({ dump, tables, rows, roles }: Sliced, place: string): string[] {
  const total = tables.reduce((sum, table) => sum + table.rows, 0)
  return [
    `${place}${dump.file}: ${formatBytes(dump.bytes)}, ${counted(total, 'row')} in ${counted(tables.length, 'table or sequence', 'tables and sequences')}.`,
    'Loaded into a fresh cluster, every table was the same. SHA256SUMS and manifest.json go with it.',
    `Open it with: pg_restore --no-tablespaces -d DATABASE ${dump.file}`,
    ...(roles.length === 0
      ? []
      : [`roles.sql makes ${counted(roles.length, 'role')} without passwords: run it first.`]),
    ...(rows === null ? [] : rowLines(rows)),
  ]
}

function rowLines(rows: NonNullable<Sliced['rows']>): string[] {
  const held = rows.filter(({ nobody, shared }) => nobody + shared > 0)
  return [
    ...tableLines(
      [
        ['table', 'rows', 'handed over', 'of them nobody’s', 'held: two tenants', 'nobody’s'],
        ...rows.map((row) => [
          row.table,
          ...[row.total, row.handedOver, row.takenAlong, row.shared, row.nobody].map(formatCount),
        ]),
      ],
      { right: [1, 2, 3, 4, 5] },
    ),
    held.length === 0
      ? 'No row belongs to two tenants or to nobody.'
      : `${counted(held.length, 'table')} with rows that a person has to decide about.`,
  ]
}
