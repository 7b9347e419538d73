import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import { AnlaufError } from '../../core/failure.ts'
import type { DatabaseValue, TableDigest } from '../../phases/recover/databases/index.ts'
import {
  type DumpedSchema,
  dumpFileName,
  schemaProblems,
  watchDump,
} from '../../phases/recover/databases/mariadb/index.ts'
import { programFailure } from '../programs/index.ts'
import { type CleanServer, startCleanServer } from './clean-server.ts'
import { withDefiners } from './definers.ts'
import { readSchema } from './definitions-sql.ts'
import { dumpOptions } from './dump-schema.ts'
import { cleanFolder, removeServer, startFreshServer } from './fresh-server.ts'
import { sourceSchemas } from './inventory-sql.ts'
import { loadDump } from './load-dump.ts'
import { isSteady, measureTables } from './measure-tables.ts'
import { mariadb } from './product.ts'
import { readValues } from './read-values.ts'
import { writeDurably } from '../programs/index.ts'
import type { RecoveryState } from './recovery-state.ts'
import { openSession, type Session } from './session.ts'
import { startWriting } from './stream-program.ts'

export interface SliceOptions {
  /** Folder of a finished recovery. */
  readonly from: string
  readonly state: RecoveryState
  readonly schema: string
  /** New folder for what is handed over. */
  readonly out: string
  readonly bin?: string | undefined
  /** Looks at every value before anything is handed over; throws when one must not go out. */
  readonly examine?: (values: AsyncIterable<DatabaseValue>) => Promise<void>
  readonly signal?: AbortSignal | undefined
  readonly onStep?: (step: string) => void
}

export interface Sliced {
  readonly version: 1
  readonly schema: string
  readonly server: string
  /** Id of the dump that the recovery began from. */
  readonly origin: string
  readonly engineVersion: string
  readonly dump: { readonly file: string; readonly bytes: number; readonly sha256: string }
  readonly tables: readonly TableDigest[]
  readonly unsteady: readonly string[]
  /** Accounts in whose name views and routines act; they are not in the dump. */
  readonly definers: readonly string[]
}

/**
 * Writes a schema of a recovered server anew and hands it over once another fresh server has loaded it and every
 * table, routine, trigger, event and view was the same: what the recovered server holds goes out, not the text that
 * somebody stored. The recovered server is only read.
 *
 *     out/SCHEMA.sql  manifest.json  SHA256SUMS
 *
 * Throws `unsafe-target` (there is something already), `not-found`, `mariadb-failed`, `no-space`.
 */
export async function sliceSchema(options: SliceOptions): Promise<Sliced> {
  const { from, state, schema, out, bin, examine, signal, onStep = () => undefined } = options
  // In the clean room until it is compared and looked at.
  const work = join(from, 'slice')
  await removeServer(work)
  await rm(work, { recursive: true, force: true })
  await refuseUsed(out)
  await mkdir(work, { recursive: true, mode: 0o711 })
  const file = join(work, 'dump.sql')
  try {
    onStep('writing it anew')
    const { dumped, objects, definers } = await dumpRecovered(options, file)
    onStep('loading it into a fresh server and comparing it')
    await using fresh = await startFreshServer(await cleanFolder(work, bin), { facts: state.facts, signal })
    const loaded = await loadDump(fresh, { ...dumped, input: createReadStream(file) })
    await using session = await openSession(fresh.reach)
    const found = await readSchema(session, schema)
    const problems = schemaProblems(dumped, {
      objects,
      found,
      tables: await measured(session, schema, found),
    })
    const [problem] = problems
    if (problem !== undefined) throw differs(schema, problem, problems)
    if (examine !== undefined) {
      onStep('scanning every value')
      await examine(readValues(fresh.reach, session, { schema, tables: found.tables }))
    }
    const [[version] = []] = await session.rows('select json_array(@@version)')
    const sliced: Sliced = {
      version: 1,
      schema,
      server: state.server,
      origin: state.dump,
      engineVersion: /^\d+\.\d+/.exec(String(version))?.[0] ?? String(version),
      dump: { file: dumped.file, ...loaded },
      tables: dumped.tables,
      unsteady: dumped.unsteady,
      definers,
    }
    await handOver(out, file, sliced)
    return sliced
  } finally {
    await removeServer(work)
    await rm(work, { recursive: true, force: true })
  }
}

type Written = Pick<
  DumpedSchema,
  'schema' | 'file' | 'characterSet' | 'collation' | 'tables' | 'unsteady' | 'leftOut'
>

async function dumpRecovered({ from, schema, bin, signal }: SliceOptions, file: string) {
  const clean = await cleanFolder(from, bin)
  await using server = await startCleanServer(clean, { signal })
  await using session = await openSession(server.reach)
  const source = (await sourceSchemas(session)).find((one) => one.schema === schema)
  if (source === undefined) throw notThere(schema)
  const found = await readSchema(session, schema)
  const definers = await withDefiners(session, schema, () =>
    dumpTo(server, clean.programs.dumper, { schema, file }),
  )
  const written: Written = {
    ...source,
    file: dumpFileName(schema),
    tables: await measured(session, schema, found),
    unsteady: found.tables.filter((table) => !isSteady(table)).map(({ name }) => name),
    leftOut: [],
  }
  return { dumped: written, objects: found.objects, definers }
}

async function measured(session: Session, schema: string, found: Parameters<typeof measureTables>[2]) {
  await session.lines('start transaction')
  const tables = await measureTables(session, schema, found)
  await session.lines('commit')
  return tables
}

async function dumpTo(
  { reach }: CleanServer,
  dumper: string,
  { schema, file }: { readonly schema: string; readonly file: string },
): Promise<void> {
  await using program = startWriting(
    dumper,
    [`--defaults-file=${reach.optionFile}`, ...dumpOptions, '--', schema],
    reach,
  )
  const watch = watchDump()
  await pipeline(
    program.output,
    async function* (pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        watch.see(piece)
        yield piece
      }
    },
    createWriteStream(file, { mode: 0o600, flush: true }),
  )
  const { code, stderr } = await program.ended()
  if (code === 0 && watch.isWhole) return
  throw programFailure(mariadb, {
    what: `${schema} was not written: mariadb-dump ended with ${code ?? 'a signal'}`,
    stderr,
    hint: 'Read what it said: often a view or a routine of this schema is invalid.',
  })
}

async function refuseUsed(out: string): Promise<void> {
  if ((await stat(join(out, 'manifest.json')).catch(() => undefined)) === undefined) return
  throw new AnlaufError('unsafe-target', `${out} holds something that was handed over already.`, {
    hint: 'Name a new folder; what was handed over is never overwritten.',
  })
}

async function handOver(out: string, file: string, sliced: Sliced): Promise<void> {
  const place = join(out, sliced.dump.file)
  await copyFile(file, `${place}.part`)
  {
    await using handle = await open(`${place}.part`, 'r+')
    await handle.sync()
  }
  await rename(`${place}.part`, place)
  const manifest = `${JSON.stringify(sliced, undefined, 2)}\n`
  const digest = createHash('sha256').update(manifest).digest('hex')
  await writeDurably(
    join(out, 'SHA256SUMS'),
    `${sliced.dump.sha256}  ${sliced.dump.file}\n${digest}  manifest.json\n`,
  )
  // The manifest comes last: it is what makes the folder whole.
  await writeDurably(join(out, 'manifest.json'), manifest)
}

function notThere(schema: string): AnlaufError {
  return new AnlaufError('not-found', `The recovered server has no schema "${schema}".`, {
    hint: 'report.json in its folder lists what was recovered.',
  })
}

function differs(schema: string, problem: string, problems: readonly string[]): AnlaufError {
  return new AnlaufError(
    'mariadb-failed',
    `${schema} did not come out of its own dump as it was: ${problem}`,
    {
      hint: 'Nothing was handed over. Report this with the version of the server.',
      context: { problems },
    },
  )
}
