import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { type RecoveryState, type Sliced, sliceSchema } from '../../../../adapters/mariadb-source/index.ts'
import type { CaseSession } from '../../../../core/case/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { lockFolder } from '../../../../phases/protect/index.ts'
import { type AddedPiece, addDatabasePiece, type UnitFlags } from '../add-database-piece.ts'
import type { AnlaufContext } from '../../context.ts'
import { writing } from '../../protect/postgres/postgres-work.ts'
import type { MariadbReport } from './run.ts'

export interface MariadbPart {
  /** Folder of a finished recovery. */
  readonly from: string
  readonly state: RecoveryState
  readonly schema: string
  readonly bin: string | undefined
}

/** Takes a tenant's schema out of a recovered server and makes it part of its unit in the case. */
export async function schemaIntoUnit(
  context: AnlaufContext,
  flags: UnitFlags,
  part: MariadbPart,
): Promise<AddedPiece & { readonly sliced: Sliced }> {
  const { from, state, schema } = part
  using _from = lockFolder(from)
  const out = join(from, 'piece')
  let sliced: Sliced | undefined
  const added = await addDatabasePiece(context, flags, async ({ session, examine }) => {
    const report = recordedReport(from, session)
    const recovered = wholeSchema(report, schema)
    // Left by a command that was stopped; nothing counts before the case holds it.
    rmSync(out, { recursive: true, force: true })
    mkdirSync(out, { mode: 0o711 })
    sliced = await writing(out, () =>
      sliceSchema({
        ...part,
        out,
        examine,
        signal: context.signal,
        onStep: (step) => context.process.stderr.write(`${step}\n`),
      }),
    )
    return {
      folder: out,
      changes: report.changes?.filter(({ database }) => database === '' || database === schema),
      piece: {
        engine: 'mariadb',
        engineVersion: sliced.engineVersion,
        cluster: state.server,
        database: schema,
        part: null,
        asOf: new Date(recovered.moment).toISOString(),
        snapshot: state.dump,
        dump: sliced.dump.file,
        roles: null,
        tables: sliced.tables.length,
        rows: sliced.tables.reduce((sum, table) => sum + table.rows, 0),
      },
    }
  })
  if (sliced === undefined) throw new Error('a piece was added that nobody cut out')
  return { ...added, sliced }
}

/** Throws `gate-closed` for a schema that did not come back as it was. */
export function wholeSchema(report: MariadbReport, schema: string): MariadbReport['schemas'][number] {
  const found = report.schemas.find((one) => one.schema === schema)
  if (found === undefined) {
    throw new AnlaufError('not-found', `The recovery does not hold the schema "${schema}".`, {
      hint: `It has: ${report.schemas.map((one) => one.schema).join(', ')}`,
    })
  }
  const [problem] = found.problems
  if (problem === undefined) return found
  throw new AnlaufError('gate-closed', `${schema} did not come back as it was in the dump: ${problem}`, {
    hint: 'Recover it from another dump. report.json lists all that differs.',
  })
}

/** The report of exactly the recovery that the case knows: whoever changes it afterwards hides a planted account. */
function recordedReport(folder: string, { state }: CaseSession): MariadbReport {
  const text = readFileSync(join(folder, 'report.json'), 'utf8')
  const digest = createHash('sha256').update(text).digest('hex')
  if (state.recoveredClusters?.includes(digest) === true) return JSON.parse(text) as MariadbReport
  throw new AnlaufError('input-invalid', `The case ${state.id} does not know the recovery in ${folder}.`, {
    hint: `Start "anlauf recover mariadb run --case ${state.id} …" into a new folder and slice from that.`,
  })
}
