import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import {
  compareTables,
  type Examine,
  type RowCounts,
  type TableDifference,
  type TableDigest,
} from '../../phases/recover/databases/index.ts'
import { type CleanCluster, type CleanServer, startCleanServer } from './clean-server.ts'
import { type DatabaseShape, dumpPart, loadDump, makeDatabase, rolesSql, shapeOf } from './dump-database.ts'
import { removeCluster, startFreshCluster } from './fresh-cluster.ts'
import { measureTables, type Part } from './measure-tables.ts'
import { readValues } from './read-values.ts'
import { writeDurably } from '../programs/index.ts'
import { runSql } from './session.ts'
import { keepTenantsRows, readRowRules, type RowChoice } from './slice-rows.ts'

/** Holds what the customer's server will hold. */
const checkDatabase = 'anlauf_check'

export interface SliceOptions extends Part {
  readonly rows?: RowChoice | undefined
  /** New folder for what is handed over. */
  readonly out: string
  /** Facts for the manifest: where it comes from. */
  readonly origin: Readonly<Record<string, unknown>>
  /** Looks at everything that the dump holds, as it was loaded; what it throws ends the slice. */
  readonly examine?: Examine | undefined
  readonly signal?: AbortSignal | undefined
  readonly onStep?: (step: string) => void
}

export interface Sliced {
  readonly version: 1
  readonly database: string
  readonly schemas: readonly string[] | null
  readonly tenant: string | null
  readonly origin: Readonly<Record<string, unknown>>
  readonly dump: { readonly file: string; readonly bytes: number; readonly sha256: string }
  readonly roles: readonly string[]
  readonly tables: readonly TableDigest[]
  /** For rows: whose they are, table by table. */
  readonly rows: readonly RowCounts[] | null
  /** Loaded into a fresh cluster, these tables were not the same; empty, or nothing is handed over. */
  readonly differences: readonly TableDifference[]
}

/**
 * Cuts one tenant's part out of a recovered cluster: a whole database, some of its schemas, or the rows of a tenant
 * with everything they point to. The recovered cluster is only read. The dump is loaded into a fresh cluster and every
 * table compared before it gets its name:
 *
 *     out/NAME.dump  roles.sql  manifest.json  SHA256SUMS
 *
 * Throws `unsafe-target` (there is something already), `input-invalid`, `postgres-failed`, `no-space`.
 */
export async function sliceDatabase(cluster: CleanCluster, options: SliceOptions): Promise<Sliced> {
  const { database, schemas, rows, out, signal, onStep = () => undefined } = options
  // In the clean room: the whole database lies there for a while, and must never be handed over by mistake.
  const work = join(cluster.folder, 'slice')
  await removeCluster(join(work, 'cluster'))
  await rm(work, { recursive: true, force: true })
  await refuseUsed(out)
  await mkdir(work, { recursive: true, mode: 0o711 })
  const part = { database, schemas }
  const dump = join(work, 'dump')
  // Owners and grants would name roles of others; a whole database keeps its own.
  const withoutOwners = schemas !== undefined || rows !== undefined
  try {
    onStep('dumping')
    await using source = await startCleanServer(cluster, { signal })
    const shape = await shapeOf(source.session, database)
    const rules = rows && (await readRowRules(source.session, database, rows))
    await dumpPart(source.session, part, { file: dump, withoutOwners })
    let expected = rows === undefined ? await measureTables(source.session, part) : []
    await source[Symbol.asyncDispose]()

    await using fresh = await startFreshCluster(join(work, 'cluster'), cluster, signal)
    const roles = withoutOwners ? [] : shape.roles
    const madeRoles = await rolesSql(fresh, roles)
    await runSql(fresh.session, madeRoles)
    let counts: readonly RowCounts[] | null = null
    if (rows !== undefined && rules !== undefined) {
      onStep('finding whose rows they are')
      await makeDatabase(fresh, 'anlauf_rows', shape)
      const where = { database: 'anlauf_rows', withoutOwners }
      await loadDump(fresh, dump, { ...where, sections: ['pre-data', 'data'] })
      counts = await keepTenantsRows(fresh.session, 'anlauf_rows', rules, rows.tenant)
      refuseNothing(counts, rows.tenant)
      // References are checked here: a row that points to nowhere ends it.
      await loadDump(fresh, dump, { ...where, sections: ['post-data'] })
      expected = await measureTables(fresh.session, {
        database: 'anlauf_rows',
        schemas: await schemasOf(fresh),
      })
      await dumpPart(fresh.session, { database: 'anlauf_rows' }, { file: `${dump}.rows`, withoutOwners })
      await rename(`${dump}.rows`, dump)
    }
    onStep('loading it into a fresh cluster and comparing every table')
    const differences = await compareLoaded(fresh, dump, { part, shape, expected, withoutOwners, rows })
    const name = `${fileName(rows?.tenant ?? schemas?.join('-') ?? database)}.dump`
    const sliced: Sliced = {
      version: 1,
      database,
      schemas: schemas ?? null,
      tenant: rows?.tenant ?? null,
      origin: options.origin,
      dump: { file: name, ...(await sizeAndHash(dump)) },
      roles,
      tables: expected,
      rows: counts,
      differences,
    }
    if (differences.length > 0) throw differs(differences)
    if (options.examine !== undefined) {
      onStep('scanning every value')
      await options.examine(readValues(fresh.session, { database: checkDatabase, dump }))
    }
    await handOver(out, dump, sliced, madeRoles)
    return sliced
  } finally {
    await removeCluster(join(work, 'cluster'))
    await rm(work, { recursive: true, force: true })
  }
}

async function refuseUsed(out: string): Promise<void> {
  if ((await stat(join(out, 'manifest.json')).catch(() => undefined)) === undefined) return
  throw new AnlaufError('unsafe-target', `${out} holds something that was handed over already.`, {
    hint: 'Name a new folder; what was handed over is never overwritten.',
  })
}

function refuseNothing(counts: readonly RowCounts[], tenant: string): void {
  if (counts.some(({ handedOver, takenAlong }) => handedOver > takenAlong)) return
  throw new AnlaufError('nothing-to-do', `No row belongs to the tenant "${tenant.slice(0, 80)}" alone.`, {
    hint: 'Check the value and the columns: every row of it may also point to rows of another tenant.',
    context: { counts },
  })
}

async function schemasOf({ session }: CleanServer): Promise<readonly string[]> {
  const names = await runSql(session, `select nspname from pg_namespace where nspname !~ '^pg_'`, {
    database: 'anlauf_rows',
  })
  return names.split('\n').filter((name) => name !== '')
}

async function compareLoaded(
  fresh: CleanServer,
  dump: string,
  {
    part,
    shape,
    expected,
    withoutOwners,
    rows,
  }: {
    readonly part: Part
    readonly shape: DatabaseShape
    readonly expected: readonly TableDigest[]
    readonly withoutOwners: boolean
    readonly rows: RowChoice | undefined
  },
): Promise<readonly TableDifference[]> {
  const database = checkDatabase
  await makeDatabase(fresh, database, shape)
  await loadDump(fresh, dump, { database, withoutOwners })
  const schemas = rows === undefined ? part.schemas : await schemasOf(fresh)
  return compareTables(expected, await measureTables(fresh.session, { database, schemas }))
}

async function handOver(out: string, dump: string, sliced: Sliced, roles: string): Promise<void> {
  await copyFile(dump, join(out, `${sliced.dump.file}.part`))
  await syncFile(join(out, `${sliced.dump.file}.part`))
  await rename(join(out, `${sliced.dump.file}.part`), join(out, sliced.dump.file))
  const files = new Map<string, string>()
  if (sliced.roles.length > 0) files.set('roles.sql', roles)
  const manifest = `${JSON.stringify(sliced, undefined, 2)}\n`
  const hashes = [...files, ['manifest.json', manifest] as const].map(
    ([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`,
  )
  files.set('SHA256SUMS', `${sliced.dump.sha256}  ${sliced.dump.file}\n${hashes.join('')}`)
  // The manifest comes last: it is what makes the folder whole.
  files.set('manifest.json', manifest)
  for (const [name, text] of files) await writeDurably(join(out, name), text)
}

async function syncFile(file: string): Promise<void> {
  await using handle = await open(file, 'r+')
  await handle.sync()
}

async function sizeAndHash(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(file)) {
    hash.update(piece as Buffer)
    bytes += (piece as Buffer).length
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Names of databases and tenants may hold anything. */
function fileName(text: string): string {
  const plain = text
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 100)
  return plain === '' ? 'slice' : plain
}

function differs(differences: readonly TableDifference[]): AnlaufError {
  const [first] = differences
  return new AnlaufError(
    'postgres-failed',
    `Loaded into a fresh cluster, ${differences.length} tables are not the same; the first is ${first?.table}: ${first?.what}.`,
    {
      hint: 'Nothing was handed over. A function or trigger that changes rows while they are loaded is the usual reason.',
      context: { differences: differences.slice(0, 100) },
    },
  )
}
