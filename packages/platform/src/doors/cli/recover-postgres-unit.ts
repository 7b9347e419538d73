import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import {
  type CleanCluster,
  type RecoveryState,
  type RowChoice,
  sliceDatabase,
  type Sliced,
} from '../../adapters/postgres-source/index.ts'
import type { CaseSession } from '../../core/case/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { lockFolder } from '../../phases/protect/index.ts'
import { type AddedPiece, addDatabasePiece, type UnitFlags } from './add-database-piece.ts'
import type { AnlaufContext } from './context.ts'
import { writing } from './postgres-work.ts'
import type { RecoveryReport } from './recover-postgres-run.ts'

export interface PostgresPart {
  readonly cluster: CleanCluster
  readonly state: RecoveryState
  readonly database: string
  readonly schemas: readonly string[] | undefined
  readonly rows: RowChoice | undefined
}

/** Cuts a tenant's part out of a recovered cluster and makes it part of its unit in the case. */
export async function sliceIntoUnit(
  context: AnlaufContext,
  flags: UnitFlags,
  part: PostgresPart,
): Promise<AddedPiece & { readonly sliced: Sliced }> {
  const { cluster, state, database, schemas, rows } = part
  using _from = lockFolder(cluster.folder)
  const out = join(cluster.folder, 'piece')
  let sliced: Sliced | undefined
  const added = await addDatabasePiece(context, flags, async ({ session, examine }) => {
    const report = recordedReport(cluster.folder, session)
    // Left by a command that was stopped; nothing counts before the case holds it.
    rmSync(out, { recursive: true, force: true })
    mkdirSync(out, { mode: 0o711 })
    sliced = await writing(out, () =>
      sliceDatabase(cluster, {
        database,
        schemas,
        rows,
        out,
        origin: { ...state.plan },
        examine,
        signal: context.signal,
        onStep: (step) => context.process.stderr.write(`${step}\n`),
      }),
    )
    return {
      folder: out,
      changes: report.changes?.filter((change) => change.database === '' || change.database === database),
      piece: {
        engine: 'postgres',
        engineVersion: String(state.major),
        cluster: state.plan.cluster,
        database,
        part: partOf(part),
        asOf: momentOf(report),
        snapshot: state.plan.base,
        dump: sliced.dump.file,
        roles: sliced.roles.length > 0 ? 'roles.sql' : null,
        tables: sliced.tables.length,
        rows: sliced.tables.reduce((sum, table) => sum + table.rows, 0),
      },
    }
  })
  if (sliced === undefined) throw new Error('a piece was added that nobody cut out')
  return { ...added, sliced }
}

function partOf({ schemas, rows }: PostgresPart): Record<string, string | readonly string[]> | null {
  if (rows !== undefined) return { keys: rows.keys, tenant: rows.tenant, shared: rows.shared }
  return schemas === undefined ? null : { schemas }
}

/** The report of exactly the recovery that the case knows: whoever changes it afterwards hides a planted role. */
function recordedReport(folder: string, { state }: CaseSession): RecoveryReport {
  const text = readFileSync(join(folder, 'report.json'), 'utf8')
  const digest = createHash('sha256').update(text).digest('hex')
  if (state.recoveredClusters?.includes(digest) === true) return JSON.parse(text) as RecoveryReport
  throw new AnlaufError('input-invalid', `The case ${state.id} does not know the recovery in ${folder}.`, {
    hint: `Start "anlauf recover postgres run --case ${state.id} …" into a new folder and slice from that.`,
  })
}

/** The moment that the rows are of: the target, else the last commit. */
function momentOf({ plan, lastCommit }: RecoveryReport): string | null {
  if (plan.target.kind === 'time') return new Date(plan.target.until).toISOString()
  // PostgreSQL writes 2026-11-28 22:41:07.123456+00 or … UTC.
  const [, day, time] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00| UTC)$/.exec(lastCommit ?? '') ?? []
  return day === undefined ? null : new Date(`${day}T${time}Z`).toISOString()
}
