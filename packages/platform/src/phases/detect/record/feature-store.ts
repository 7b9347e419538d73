import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import { decodeChunk, decodeVersion, distinctIn, encodeChunk, encodeVersion } from './codec.ts'
import type { ChunkFeatures, VersionFeatures } from './features.ts'
import { segmentCache } from './segment-cache.ts'
import { openSegment, sealSegment, segmentKey } from './sealed-segment.ts'

/** Records of one repository on this machine: a cache, nothing is lost with it. */
export interface FeatureStore {
  /** By blob id. */
  chunk(id: string): ChunkFeatures | undefined
  /** How many byte values a blob holds, without decoding the rest. */
  distinct(id: string): number | undefined
  /** By the content key of a file version. */
  version(key: string): VersionFeatures | undefined
  putChunk(id: string, features: ChunkFeatures): void
  putVersion(key: string, features: VersionFeatures): void
  /** Writes what is new. */
  flush(): void
  /** Files that were no segments of this repository and are gone. */
  readonly discarded: number
  readonly size: number
}

const suffix = '.features'
const segmentBytes = 8 * 1024 * 1024
/** Sealed, compressed, with one record over the mark at most. */
const mostSealed = 2 * segmentBytes
const keyBytes = 32
const headBytes = 1 + keyBytes + 2
const kinds = { chunk: 1, version: 2 } as const
type Kind = (typeof kinds)[keyof typeof kinds]

/**
 * Opens the records of a repository in a folder, which is made when it is missing. Each file is a sealed run of
 * `kind u8, key 32, length u16, record`; in memory are the keys and a few segments. What does not open is removed
 * and measured again when it is asked for. Throws what the file system throws.
 */
export function openFeatures(folder: string, repository: Pick<Repository, 'masterKey' | 'id'>): FeatureStore {
  const key = segmentKey(repository)
  const place = join(folder, repository.id)
  mkdirSync(place, { recursive: true, mode: 0o700 })
  const segments: string[] = []
  const places = { [kinds.chunk]: new Map<number, Place>(), [kinds.version]: new Map<number, Place>() }
  let discarded = 0
  const load = (path: string): Buffer | undefined =>
    statSync(path).size > mostSealed ? undefined : openSegment(key, readFileSync(path))
  for (const name of readdirSync(place)) {
    if (!name.endsWith(suffix)) continue
    const path = join(place, name)
    const found = placesIn(load(path), segments.length)
    if (found === undefined) {
      discarded += 1
      rmSync(path)
      continue
    }
    segments.push(path)
    for (const [kind, id, at] of found) places[kind].set(id, at)
  }
  // A segment that vanished since is one without records.
  const plainOf = segmentCache((segment) => load(segments[segment] ?? '') ?? Buffer.alloc(0))
  let waiting: Buffer[] = []
  let waitingBytes = 0
  const fresh = { [kinds.chunk]: new Map<string, Buffer>(), [kinds.version]: new Map<string, Buffer>() }

  function recordAt(kind: Kind, id: string): Buffer | undefined {
    const known = fresh[kind].get(id)
    if (known !== undefined) return known
    const at = places[kind].get(shortKey(id))
    return at === undefined ? undefined : recordIn(plainOf(segmentOf(at)), offsetOf(at), id)
  }

  function put(kind: Kind, id: string, record: Buffer): void {
    fresh[kind].set(id, record)
    const head = Buffer.alloc(headBytes)
    head.writeUInt8(kind, 0)
    head.write(id, 1, 'hex')
    head.writeUInt16LE(record.length, 1 + keyBytes)
    waiting.push(head, record)
    waitingBytes += headBytes + record.length
    if (waitingBytes >= segmentBytes) flush()
  }

  function flush(): void {
    if (waiting.length === 0) return
    const plain = Buffer.concat(waiting)
    const path = join(place, `${randomBytes(16).toString('hex')}${suffix}`)
    writeFileSync(`${path}.part`, sealSegment(key, plain), { mode: 0o600 })
    renameSync(`${path}.part`, path)
    for (const [kind, id, at] of placesIn(plain, segments.length) ?? []) places[kind].set(id, at)
    segments.push(path)
    fresh[kinds.chunk].clear()
    fresh[kinds.version].clear()
    waiting = []
    waitingBytes = 0
  }

  return {
    chunk: (id) => opened(recordAt(kinds.chunk, id), decodeChunk),
    distinct(id) {
      const record = recordAt(kinds.chunk, id)
      return record === undefined ? undefined : distinctIn(record)
    },
    version: (id) => opened(recordAt(kinds.version, id), decodeVersion),
    putChunk: (id, features) => put(kinds.chunk, id, encodeChunk(features)),
    putVersion: (id, features) => put(kinds.version, id, encodeVersion(features)),
    flush,
    discarded,
    get size() {
      return [places, fresh].reduce((sum, maps) => sum + maps[kinds.chunk].size + maps[kinds.version].size, 0)
    },
  }
}

/** Segment · 2^27 + offset: two millions of them fit where objects would not. */
type Place = number

const offsets = 2 ** 27
const segmentOf = (place: Place): number => Math.floor(place / offsets)
const offsetOf = (place: Place): number => place % offsets

/** Where each record is; undefined when the plain text is not a run of records: then none of it is believed. */
function placesIn(plain: Buffer | undefined, segment: number): [Kind, number, Place][] | undefined {
  if (plain === undefined) return undefined
  const found: [Kind, number, Place][] = []
  let at = 0
  while (at < plain.length) {
    const kind = plain[at] ?? 0
    if (at + headBytes > plain.length || (kind !== kinds.chunk && kind !== kinds.version)) return undefined
    const end = at + headBytes + plain.readUInt16LE(at + 1 + keyBytes)
    if (end > plain.length) return undefined
    found.push([kind, plain.readUIntBE(at + 1, 6), segment * offsets + at])
    at = end
  }
  return found
}

/** Six bytes of the id as a number: two million of them collide once in a hundred folders, and are asked again. */
function shortKey(id: string): number {
  return Number.parseInt(id.slice(0, 12), 16)
}

function recordIn(plain: Buffer, at: number, id: string): Buffer | undefined {
  if (at + headBytes > plain.length || plain.toString('hex', at + 1, at + 1 + keyBytes) !== id)
    return undefined
  return plain.subarray(at + headBytes, at + headBytes + plain.readUInt16LE(at + 1 + keyBytes))
}

function opened<Features>(
  record: Buffer | undefined,
  decode: (bytes: Buffer) => Features | undefined,
): Features | undefined {
  return record === undefined ? undefined : decode(record)
}
