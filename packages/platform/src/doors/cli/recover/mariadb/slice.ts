import { mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { readFinished, type Sliced, sliceSchema } from '../../../../adapters/mariadb-source/index.ts'
import { lockFolder } from '../../../../phases/protect/index.ts'
import { addedLines } from '../add-database-piece.ts'
import type { AnlaufContext } from '../../context.ts'
import { notInCase, slicePlace, type SlicePlaceFlags, slicePlaceFlags } from '../slice-place.ts'
import { mariadbBinFlag } from '../../protect/mariadb/mariadb-flags.ts'
import { counted, formatBytes, printJson, printLines } from '../../terminal/output.ts'
import { printable } from '../../terminal/printable.ts'
import { writing } from '../../protect/postgres/postgres-work.ts'
import type { MariadbReport } from './run.ts'
import { schemaIntoUnit, wholeSchema } from './unit.ts'

interface Flags extends SlicePlaceFlags {
  readonly from: string
  readonly schema: string
  readonly bin?: string
  readonly json: boolean
}

const text = { kind: 'parsed', parse: String } as const

export const recoverMariadbSlice = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: "Take one tenant's schema out of a recovered server and hand it over as a dump",
    fullDescription:
      'The schema is written anew, loaded into another fresh server and compared before it is handed over. With --case and --unit every value is scanned, and the dump becomes part of what is approved, released and handed back with the unit; started again for the same schema it replaces it.',
  },
  parameters: {
    flags: {
      from: { ...text, brief: 'Folder of "recover mariadb run"', placeholder: 'folder' },
      schema: { ...text, brief: 'Schema', placeholder: 'name' },
      ...slicePlaceFlags,
      bin: mariadbBinFlag,
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const from = resolve(flags.from)
    const part = { from, state: await readFinished(from), schema: flags.schema, bin: flags.bin }
    const where = slicePlace(flags)
    if (where.kind === 'unit') {
      const added = await schemaIntoUnit(this, where.unit, part)
      if (flags.json) printJson(this, added)
      else printLines(this, [...slicedLines(added.sliced, `${added.unit}: `), ...addedLines(added)])
      return
    }
    const report = JSON.parse(readFileSync(join(from, 'report.json'), 'utf8')) as MariadbReport
    wholeSchema(report, flags.schema)
    const out = resolve(where.out)
    mkdirSync(out, { recursive: true, mode: 0o711 })
    using _from = lockFolder(from)
    using _out = lockFolder(out)
    const sliced = await writing(out, () =>
      sliceSchema({
        ...part,
        out,
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

function slicedLines({ dump, tables, definers }: Sliced, place: string): string[] {
  const total = tables.reduce((sum, table) => sum + table.rows, 0)
  return [
    `${place}${dump.file}: ${formatBytes(dump.bytes)}, ${counted(total, 'row')} in ${counted(tables.length, 'table')}.`,
    'Loaded into a fresh server, everything was the same. SHA256SUMS and manifest.json go with it.',
    `Open it with: mariadb NEW_SCHEMA < ${dump.file}`,
    ...(definers.length === 0
      ? []
      : [
          `Views and routines act in the name of ${definers.map(printable).join(', ')}: these accounts are not in it.`,
        ]),
  ]
}
