import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { readFile, type Repository, RepositoryError } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import {
  type Archive,
  type Ancestor,
  parseArchivedName,
  parseTimelineHistory,
  segmentHeaderBytes,
  segmentProblem,
} from '../../phases/recover/databases/index.ts'
import type { ClusterStore, StoredBase, StoredFile } from './cluster-store.ts'

/** The archive as its names tell it, with the histories read. Throws `wal-invalid` for a history that is none. */
export async function readArchive(
  repository: Repository,
  store: ClusterStore,
  { description }: StoredBase,
): Promise<Archive> {
  const { segmentBytes } = description
  const segments = new Set<string>()
  const histories = new Map<number, readonly Ancestor[]>()
  for (const [name, { node }] of store.files) {
    const named = parseArchivedName(name, segmentBytes)
    if (named?.kind === 'segment' && node.size === segmentBytes) segments.add(name)
    if (named?.kind !== 'history' || (node.size ?? 0) > 1_000_000) continue
    const pieces: Buffer[] = []
    for await (const piece of readFile(repository, node)) pieces.push(piece)
    const ancestors = parseTimelineHistory(Buffer.concat(pieces).toString())
    if (ancestors !== undefined) histories.set(named.timeline, ancestors)
  }
  return { segments, histories, segmentBytes }
}

/**
 * Writes archived files into a folder, each under its name only once it is whole and checked; files that are there
 * already stay. A segment that is damaged in the repository or belongs to another cluster is left out and named,
 * like one that was never archived. Throws `no-space`, `write-failed` by way of the system's error, `aborted`.
 */
export async function fetchWal(
  repository: Repository,
  files: ReadonlyMap<string, StoredFile>,
  options: {
    readonly folder: string
    readonly names: readonly string[]
    readonly system: string
    readonly signal?: AbortSignal | undefined
    readonly onFile?: (name: string) => void
  },
): Promise<ReadonlyMap<string, string>> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 })
  const bad = new Map<string, string>()
  for (const name of options.names) {
    options.signal?.throwIfAborted()
    const stored = files.get(name)
    if (stored === undefined) continue
    const problem = await fetchFile(repository, stored, join(options.folder, name), { ...options, name })
    if (problem !== undefined) bad.set(name, problem)
    options.onFile?.(name)
  }
  return bad
}

async function fetchFile(
  repository: Repository,
  { node }: StoredFile,
  place: string,
  { name, system }: { readonly name: string; readonly system: string },
): Promise<string | undefined> {
  const there = await stat(place).catch(() => undefined)
  if (there?.size === node.size) return undefined
  const part = `${place}.part`
  const file = await open(part, 'w', 0o600)
  let head = Buffer.alloc(0)
  let damaged: string | undefined
  try {
    for await (const piece of readFile(repository, node)) {
      if (head.length < segmentHeaderBytes)
        head = Buffer.concat([head, piece.subarray(0, segmentHeaderBytes)])
      await file.writeFile(piece)
    }
    await file.sync()
  } catch (error) {
    // Damage of one segment is a gap with a name; a place that does not answer is not.
    if (!(error instanceof RepositoryError) || !['damaged', 'missing-object'].includes(error.code))
      throw error
    damaged = `it is damaged in the repository: ${error.message}`
  } finally {
    await file.close()
  }
  const isSegment = /^[0-9A-F]{24}$/.test(name)
  const problem =
    damaged ?? (isSegment ? segmentProblem(name, { head, length: node.size ?? 0 }, system) : undefined)
  if (problem === undefined) await rename(part, place)
  else await rm(part, { force: true })
  return problem
}

/** The error for a chain that ends at a segment which is there but unusable. */
export function unusable(name: string, problem: string): AnlaufError {
  return new AnlaufError('wal-invalid', `The segment ${name} of the log cannot be used: ${problem}.`, {
    hint: 'Take it from another copy of the repository or from pg_wal of the damaged server, or choose a target before it.',
    context: { name, problem },
  })
}
