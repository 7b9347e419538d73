import { readFile, type Repository } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import type { Inventory } from '../../phases/recover/databases/index.ts'
import { type DumpedSchema, schemaProblems } from '../../phases/recover/databases/mariadb/index.ts'
import { checkTables } from './check-schema.ts'
import type { CleanServer } from './clean-server.ts'
import { readSchema } from './definitions-sql.ts'
import { dumpNode, readInventory, type StoredDump } from './dump-store.ts'
import { cleanFolder, startFreshServer } from './fresh-server.ts'
import { loadDump } from './load-dump.ts'
import { measureTables } from './measure-tables.ts'
import { readState, type RecoveryState, writeState } from './recovery-state.ts'
import { openSession } from './session.ts'

export interface RecoverOptions {
  /** Only these; default: all of the dump. */
  readonly schemas?: readonly string[] | undefined
  readonly into: string
  readonly bin?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly onStep?: (step: string) => void
}

/** A schema in the clean room, compared with the moment of its dump. */
export interface RecoveredSchema {
  readonly schema: string
  readonly moment: string
  readonly rows: number
  readonly tables: number
  readonly unsteady: readonly string[]
  readonly withoutHistory: readonly string[]
  readonly leftOut: readonly string[]
  /** What is not as it was; empty, or the schema is not to be used. */
  readonly problems: readonly string[]
}

export interface Recovered {
  readonly state: RecoveryState
  readonly ownNetwork: boolean
  readonly schemas: readonly RecoveredSchema[]
  readonly inventory: Inventory
}

/**
 * Loads a dump into a fresh server without network and compares every table, routine, trigger, event and view with
 * the moment of the dump. A schema that cannot be loaded is a problem of that schema, the others go on. The server is
 * stopped at the end. A run that was killed begins anew.
 * Throws `mariadb-failed`, `no-space`, `unsafe-target`, `not-found` (a named schema), `aborted`.
 */
export async function recoverServer(
  repository: Repository,
  dump: StoredDump,
  { schemas, into, bin, signal, onStep = () => undefined }: RecoverOptions,
): Promise<Recovered> {
  const wanted = wantedSchemas(dump, schemas)
  const state: RecoveryState = {
    version: 1,
    server: dump.manifest.server,
    dump: dump.snapshot.id,
    schemas: wanted.map(({ schema }) => schema),
    facts: dump.manifest.facts,
    step: 'loading',
  }
  refuseOther(into, await readState(into), state)
  await writeState(into, state)
  const inventory = await readInventory(repository, dump)
  onStep('making a fresh server')
  await using server = await startFreshServer(await cleanFolder(into, bin), {
    facts: dump.manifest.facts,
    signal,
  })
  const recovered: RecoveredSchema[] = []
  for (const [at, dumped] of wanted.entries()) {
    onStep(`loading ${dumped.schema} (${at + 1} of ${wanted.length})`)
    const input = readFile(repository, await dumpNode(repository, dump, dumped.file))
    const problems = await loadAndCompare(server, dumped, { input, inventory })
    recovered.push({
      schema: dumped.schema,
      moment: dumped.moment,
      rows: dumped.tables.reduce((sum, { rows }) => sum + rows, 0),
      tables: dumped.tables.length,
      unsteady: dumped.unsteady,
      withoutHistory: dumped.withoutHistory,
      leftOut: dumped.leftOut,
      problems,
    })
  }
  const { ownNetwork } = server
  await server[Symbol.asyncDispose]()
  const done = { ...state, step: 'done' } as const
  await writeState(into, done)
  return { state: done, ownNetwork, schemas: recovered, inventory }
}

/** Loads one schema and says what is not as it was. Throws what ends the whole work: `no-space`, `aborted`. */
export async function loadAndCompare(
  server: CleanServer,
  dumped: DumpedSchema,
  { input, inventory }: { readonly input: AsyncIterable<Uint8Array>; readonly inventory: Inventory },
): Promise<readonly string[]> {
  const { schema } = dumped
  try {
    const loaded = await loadDump(server, { ...dumped, input })
    await using session = await openSession(server.reach)
    const found = await readSchema(session, schema)
    await session.lines('start transaction')
    const tables = await measureTables(session, schema, found)
    await session.lines('commit')
    const objects = inventory.lines.filter((line) => line.database === schema)
    return [
      ...(loaded.sha256 === dumped.sha256 ? [] : ['the stored dump is not the one that was taken']),
      ...schemaProblems(dumped, { objects, found, tables }),
      ...(await checkTables(session, schema, found)),
    ]
  } catch (error) {
    if (!(error instanceof AnlaufError) || error.code !== 'mariadb-failed') throw error
    return [error.message]
  }
}

function wantedSchemas(
  { manifest }: StoredDump,
  names: readonly string[] | undefined,
): readonly DumpedSchema[] {
  if (names === undefined) return manifest.schemas
  return names.map((name) => {
    const found = manifest.schemas.find(({ schema }) => schema === name)
    if (found !== undefined) return found
    const missed = manifest.missed.find(({ schema }) => schema === name)
    throw new AnlaufError('not-found', `The dump does not hold the schema "${name}".`, {
      hint: missed === undefined ? 'Check the name, or choose another dump.' : `It was missed: ${missed.why}`,
    })
  })
}

function refuseOther(folder: string, there: RecoveryState | undefined, wanted: RecoveryState): void {
  if (there === undefined || JSON.stringify(there) === JSON.stringify(wanted)) return
  const what = there.step === 'done' ? 'a finished recovery' : 'the recovery of another state'
  throw new AnlaufError('unsafe-target', `${folder} holds ${what}.`, {
    hint: 'Every recovery gets a folder of its own: name a new one. The one that is there stays as it is.',
    context: { there, wanted },
  })
}
