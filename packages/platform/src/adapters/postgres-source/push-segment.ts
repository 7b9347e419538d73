import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'

import { backup, findNode, type Repository, type Snapshot } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import {
  type ArchivedName,
  parseArchivedName,
  parseTimelineHistory,
  readSegmentHeader,
  segmentHeaderBytes,
  segmentProblem,
} from '../../phases/recover/databases/index.ts'
import { archivedNames, storedHash, storeTag, walPath } from './cluster-store.ts'

export interface Pushed {
  readonly name: string
  readonly outcome: 'stored' | 'present'
  readonly snapshot: string
  readonly bytes: number
}

/** `initdb` allows segments of up to 1 GiB. */
const maxBytes = 2 ** 30

/**
 * Stores one file that a server archives. Returns only once its bytes, the index and the snapshot are durable in
 * the repository, or once the same bytes are found there under that name: called again after a crash it says so.
 * Throws `wal-invalid` for a file that is not what its name says, that belongs to another cluster, or whose name is
 * taken by other bytes. Call it while holding the lock of the cluster's folder.
 */
export async function pushSegment(
  repository: Repository,
  { cluster, file, signal }: { cluster: string; file: string; signal?: AbortSignal },
): Promise<Pushed> {
  const name = basename(file)
  const source = await describeFile(file, name)
  const snapshots = await repository.listSnapshots()
  const system = systemOf(snapshots, cluster)
  const problem = source.isSegment ? segmentProblem(name, source, system) : source.problem
  if (problem !== undefined) throw invalid(name, problem)
  const known = snapshots.find((snapshot) => archivedNames(snapshot, cluster).includes(name))
  if (known !== undefined) {
    if ((await hashOfStored(repository, known, walPath(cluster, name))) !== source.hash)
      throw taken(name, known)
    return { name, outcome: 'present', snapshot: known.id, bytes: source.length }
  }
  const written = await backup(repository, {
    paths: [],
    stdin: { stream: sameBytes(file, name, source.hash), filename: walPath(cluster, name) },
    hostname: cluster,
    tags: [
      storeTag,
      'wal',
      `${hashTag}${source.hash}`,
      ...(source.system === undefined ? [] : [`system-${source.system}`]),
    ],
    ...(signal && { signal }),
  })
  if (written.snapshot === undefined) throw invalid(name, 'the repository gave no snapshot')
  return { name, outcome: 'stored', snapshot: written.snapshot.id, bytes: source.length }
}

interface Source {
  readonly isSegment: boolean
  readonly head: Uint8Array
  readonly length: number
  readonly hash: string
  readonly system: string | undefined
  readonly problem: string | undefined
}

async function describeFile(file: string, name: string): Promise<Source> {
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile() !== true) {
    throw new AnlaufError('not-found', `There is no file ${file}.`, {
      hint: 'archive_command must hand over %p; it is relative to the data folder, from where PostgreSQL runs the command.',
    })
  }
  if (found.size > maxBytes) throw invalid(name, 'it is larger than any segment')
  const head = await headOf(file, Math.min(segmentHeaderBytes, found.size))
  const hash = await hashOf(file)
  const kind = parseArchivedName(name, readSegmentHeader(head)?.segmentBytes)?.kind
  const isSegment = kind === 'segment' || /^[0-9A-F]{24}$/.test(name)
  return {
    isSegment,
    head,
    length: found.size,
    hash,
    system: isSegment ? readSegmentHeader(head)?.system : undefined,
    problem: isSegment ? undefined : await smallFileProblem(file, kind, found.size),
  }
}

async function smallFileProblem(
  file: string,
  kind: ArchivedName['kind'] | undefined,
  length: number,
): Promise<string | undefined> {
  if (kind === undefined) return 'servers archive no file of such a name'
  if (kind === 'partial') return undefined
  if (length > 1_000_000) return 'it is too long for such a file'
  if (kind !== 'history') return undefined
  const text = await readText(file)
  return parseTimelineHistory(text) === undefined ? 'it is no history of a timeline' : undefined
}

async function readText(file: string): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of createReadStream(file)) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString()
}

async function headOf(file: string, length: number): Promise<Buffer> {
  await using handle = await open(file)
  const head = Buffer.alloc(length)
  await handle.read(head, 0, length, 0)
  return head
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

/** The bytes that were checked are the bytes that are stored. */
async function* sameBytes(file: string, name: string, expected: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) {
    hash.update(piece as Buffer)
    yield piece as Buffer
  }
  if (hash.digest('hex') !== expected) throw invalid(name, 'it changed while it was read')
}

/** SHA-256 of the file as a tag: whoever may only write can tell the same file from another one. */
const hashTag = 'sha256-'

async function hashOfStored(repository: Repository, { tags, tree }: Snapshot, path: string): Promise<string> {
  const tag = tags?.find((one) => one.startsWith(hashTag))
  return tag?.slice(hashTag.length) ?? storedHash(repository, await findNode(repository, tree, path))
}

/** The cluster to which this name belongs since its first backup or segment. */
export function systemOf(snapshots: readonly Snapshot[], cluster: string): string | undefined {
  for (const { hostname, tags = [] } of snapshots) {
    const system = tags.find((tag) => tag.startsWith('system-'))
    if (hostname === cluster && tags.includes(storeTag) && system !== undefined)
      return system.slice('system-'.length)
  }
  return undefined
}

function invalid(name: string, problem: string): AnlaufError {
  return new AnlaufError('wal-invalid', `${name} was not stored: ${problem}.`, {
    hint: 'PostgreSQL keeps the file and asks again. If the cluster was made anew or upgraded, give it another --cluster name; if not, somebody changed its files: look now.',
    context: { name, problem },
  })
}

function taken(name: string, { id, time }: Snapshot): AnlaufError {
  return new AnlaufError('wal-invalid', `Another ${name} is stored already, since ${time}.`, {
    hint: `Two servers archive under one name, or one was restored and writes on its old timeline. Give the second one another --cluster name; snapshot ${id.slice(0, 8)} holds the first.`,
    context: { name, snapshot: id },
  })
}
