import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { CutPiece, Examine, ObjectChange } from '../../phases/recover/databases/index.ts'
import type { CleanCluster } from './clean-server.ts'
import type { RecoveryState } from './recovery-state.ts'
import { sliceDatabase, type Sliced } from './slice.ts'
import type { RowChoice } from './slice-rows.ts'

/** Which part of which recovered cluster, and what its recovery found. */
export interface PostgresPart {
  readonly cluster: CleanCluster
  readonly state: RecoveryState
  readonly database: string
  readonly schemas?: readonly string[] | undefined
  readonly rows?: RowChoice | undefined
  /** Of the whole cluster; undefined when there was no clean state to compare with. */
  readonly changes: readonly ObjectChange[] | undefined
  /** Commit time of the last transaction in it, as the server said it. */
  readonly lastCommit: string | undefined
}

/**
 * Cuts a tenant's part out as a piece of a unit: `sliceDatabase` into a folder beside the cluster, with what the
 * piece's record says of it. Throws what `sliceDatabase` and `examine` throw.
 */
export async function cutPostgresPiece(
  part: PostgresPart,
  options: {
    readonly examine: Examine
    readonly signal?: AbortSignal | undefined
    readonly onStep?: (step: string) => void
  },
): Promise<CutPiece & { readonly sliced: Sliced }> {
  const { cluster, state, database, schemas, rows } = part
  const out = join(cluster.folder, 'piece')
  // Left by a command that was stopped; nothing counts before the case holds it.
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { mode: 0o711 })
  const sliced = await sliceDatabase(cluster, {
    database,
    schemas,
    rows,
    out,
    origin: { ...state.plan },
    ...options,
  })
  return {
    sliced,
    folder: out,
    // What changed in the databases of others is not this tenant's matter, and not these approvers'.
    changes: part.changes?.filter((change) => change.database === '' || change.database === database),
    piece: {
      engine: 'postgres',
      engineVersion: String(state.major),
      cluster: state.plan.cluster,
      database,
      part: partOf(part),
      asOf: momentOf(part),
      snapshot: state.plan.base,
      dump: sliced.dump.file,
      roles: sliced.roles.length > 0 ? 'roles.sql' : null,
      tables: sliced.tables.length,
      rows: sliced.tables.reduce((sum, table) => sum + table.rows, 0),
    },
  }
}

function partOf({ schemas, rows }: PostgresPart): Record<string, string | readonly string[]> | null {
  if (rows !== undefined) return { keys: rows.keys, tenant: rows.tenant, shared: rows.shared }
  return schemas === undefined ? null : { schemas }
}

/** The moment that the rows are of: the target, else the last commit. */
function momentOf({ state, lastCommit }: PostgresPart): string | null {
  const { target } = state.plan
  if (target.kind === 'time') return new Date(target.until).toISOString()
  // PostgreSQL writes 2026-11-28 22:41:07.123456+00 or … UTC.
  const [, day, time] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00| UTC)$/.exec(lastCommit ?? '') ?? []
  return day === undefined ? null : new Date(`${day}T${time}Z`).toISOString()
}
