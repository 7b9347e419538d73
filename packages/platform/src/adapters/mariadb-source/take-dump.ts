import { backup, type PipedFile, type Progress, type Repository } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import type { Inventory } from '../../phases/recover/databases/index.ts'
import {
  type DumpedSchema,
  dumpFileName,
  type DumpManifest,
  type MissedSchema,
} from '../../phases/recover/databases/mariadb/index.ts'
import { type Attempt, dumpSchema, type DumpSource, type SourceSchema } from './dump-schema.ts'
import { dumpPath, storeTag } from './dump-store.ts'
import { readServer, sourceSchemas } from './inventory-sql.ts'
import { openSession } from './session.ts'

/** A definition that changes again and again needs a person, not a further attempt. */
const maxAttempts = 3

export interface DumpOptions {
  /** Name of the server in the repository. */
  readonly server: string
  /** Only these; default: all but the server's own. */
  readonly schemas?: readonly string[] | undefined
  readonly signal?: AbortSignal
  readonly onStep?: (step: string) => void
  readonly onProgress?: (progress: Progress) => void
}

export interface DumpResult {
  readonly snapshot: string
  readonly manifest: DumpManifest
  readonly bytes: number
  readonly bytesAdded: number
}

/**
 * Dumps the schemas of a running server into one snapshot, one file each, straight into the repository: nothing of it
 * touches a disk before. A schema whose definitions changed meanwhile is begun anew, at most three times; what could
 * not be dumped is named in the manifest, and its half is not in the snapshot.
 * Throws `mariadb-failed`, `not-found` (a named schema), `nothing-to-do`, what `backup` throws.
 */
export async function takeDump(
  source: DumpSource,
  repository: Repository,
  { server, schemas, signal, onStep = () => undefined, onProgress }: DumpOptions,
): Promise<DumpResult> {
  const wanted = await wantedSchemas(source, schemas)
  const state: RunState = { dumped: [], missed: [], inventory: undefined, manifest: undefined }
  const { snapshot, summary } = await backup(repository, {
    paths: [],
    folder: { path: dumpPath(server), files: filesOf(source, { server, wanted, state, onStep }) },
    hostname: server,
    tags: [storeTag],
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  })
  const { manifest } = state
  if (snapshot === undefined || manifest === undefined) throw new Error('a dump ended without a manifest')
  return {
    snapshot: snapshot.id,
    manifest,
    bytes: summary.totalBytesProcessed,
    bytesAdded: summary.dataAddedPacked,
  }
}

interface RunState {
  readonly dumped: DumpedSchema[]
  readonly missed: MissedSchema[]
  inventory: Inventory | undefined
  manifest: DumpManifest | undefined
}

interface Run {
  readonly server: string
  readonly wanted: readonly SourceSchema[]
  readonly state: RunState
  readonly onStep: (step: string) => void
}

async function* filesOf(source: DumpSource, run: Run): AsyncGenerator<PipedFile> {
  const { server, wanted, state, onStep } = run
  const objects: Inventory['lines'][] = []
  for (const [at, schema] of wanted.entries()) {
    onStep(`${schema.schema} (${at + 1} of ${wanted.length})`)
    const attempts: Attempt[] = []
    while (mayTry(attempts)) {
      const last = attempts.at(-1)
      if (last?.kind === 'changed')
        onStep(`${schema.schema} changed meanwhile, once more: ${last.names.join(', ')}`)
      yield {
        name: dumpFileName(schema.schema),
        stream: dumpSchema(source, schema, {
          attempt: attempts.length + 1,
          onEnd: (how) => void attempts.push(how),
        }),
        isWhole: () => Promise.resolve(attempts.at(-1)?.kind === 'whole'),
      }
    }
    const ended = attempts.at(-1)
    if (ended?.kind === 'whole') {
      state.dumped.push(ended.dumped)
      objects.push(ended.objects)
    } else state.missed.push({ schema: schema.schema, why: whyMissed(ended) })
  }
  const [firstMissed] = state.missed
  if (state.dumped.length === 0 && firstMissed !== undefined) throw nothingDumped(firstMissed)
  onStep('listing accounts, rights and settings')
  const { facts, lines } = await withSession(source, readServer)
  const databases = state.dumped.map(({ schema }) => schema)
  const inventory: Inventory = { version: 1, secrets: true, databases, lines: [...lines, ...objects.flat()] }
  yield { name: 'inventory.json', stream: textOf(inventory) }
  state.manifest = { version: 1, server, facts, schemas: state.dumped, missed: state.missed }
  // The manifest comes last: without it a snapshot is no dump.
  yield { name: 'manifest.json', stream: textOf(state.manifest) }
}

function mayTry(attempts: readonly Attempt[]): boolean {
  return attempts.length < maxAttempts && (attempts.at(-1)?.kind ?? 'changed') === 'changed'
}

async function wantedSchemas(
  source: DumpSource,
  names: readonly string[] | undefined,
): Promise<readonly SourceSchema[]> {
  const there = await withSession(source, sourceSchemas)
  if (names === undefined) {
    if (there.length > 0) return there
    throw new AnlaufError('nothing-to-do', 'The server has no schema of its own that this account can see.', {
      hint: 'The backup account needs SELECT ON *.*.',
    })
  }
  return names.map((name) => {
    const found = there.find(({ schema }) => schema === name)
    if (found !== undefined) return found
    throw new AnlaufError('not-found', `The server has no schema "${name}".`, {
      hint: `It has: ${there.map(({ schema }) => schema).join(', ')}`,
    })
  })
}

async function withSession<Result>(
  { reach }: DumpSource,
  work: (session: Awaited<ReturnType<typeof openSession>>) => Promise<Result>,
): Promise<Result> {
  await using session = await openSession(reach)
  return await work(session)
}

async function* textOf(value: unknown): AsyncGenerator<Buffer> {
  yield Buffer.from(`${JSON.stringify(value)}\n`)
}

function whyMissed(ended: Attempt | undefined): string {
  if (ended?.kind === 'failed') return ended.failure.message
  const names = ended?.kind === 'changed' ? ended.names.join(', ') : ''
  return `definitions changed during each of ${maxAttempts} attempts: ${names}`
}

function nothingDumped({ schema, why }: MissedSchema): AnlaufError {
  return new AnlaufError('mariadb-failed', `No schema could be dumped. ${schema}: ${why}`, {
    hint: 'Changes of definitions (updates of applications) must not run all the time beside a dump; otherwise read what the server said.',
    retry: 'later',
  })
}
