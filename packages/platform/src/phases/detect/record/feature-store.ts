import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import { mostChunkBytes } from './chunk-layout.ts'
import { decodeChunk, decodeSummary } from './decode-chunk.ts'
import type { ChunkFeatures, ChunkSummary } from './features.ts'
import { segmentCache } from './segment-cache.ts'
import { openSegment, sealSegment, segmentKey } from './sealed-segment.ts'
import { decodeVerdict, encodeVerdict, type StoredVerdict } from './verdict-codec.ts'

/** Records of one repository on this machine: a cache, nothing is lost with it. */
export interface FeatureStore {
  /** By blob id. */
  chunk(id: string): ChunkFeatures | undefined
  /** The same without what statistics ask for, at a tenth of the cost. */
  summary(id: string): ChunkSummary | undefined
  /** What a check said, by the content key of a file version. */
  verdict(key: string): StoredVerdict | undefined
  /** Takes an encoded record and copies it. */
  putChunk(id: string, record: Uint8Array): void
  putVerdict(key: string, verdict: StoredVerdict): void
  /** Writes what is new. */
  flush(): void
  /** Files that were no segments of this repository and are gone. */
  readonly discarded: number
  readonly size: number
}

const suffix = '.features'
const segmentBytes = 8 * 1024 * 1024
/** With what sealing adds; a larger file is no segment. */
const mostSealed = segmentBytes + 1024
const keyBytes = 32
const headBytes = 1 + keyBytes + 2
const kinds = { chunk: 1, verdict: 2 } as const
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
  const places = { [kinds.chunk]: new Map<number, Place>(), [kinds.verdict]: new Map<number, Place>() }
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
  // What is new lies as it will be written, in the segment behind the last one.
  let fresh: Buffer | undefined
  let freshBytes = 0

  function recordAt(kind: Kind, id: string): Buffer | undefined {
    const at = places[kind].get(shortKey(id))
    if (at === undefined) return undefined
    const segment = segmentOf(at)
    const plain = segment === segments.length ? fresh?.subarray(0, freshBytes) : plainOf(segment)
    return plain === undefined ? undefined : recordIn(plain, offsetOf(at), id)
  }

  function put(kind: Kind, id: string, record: Uint8Array): void {
    if (record.length > mostChunkBytes) throw new RangeError('a record is longer than records are')
    if (freshBytes + headBytes + record.length > segmentBytes) flush()
    fresh ??= Buffer.allocUnsafeSlow(segmentBytes)
    places[kind].set(shortKey(id), segments.length * offsets + freshBytes)
    fresh[freshBytes] = kind
    fresh.write(id, freshBytes + 1, 'hex')
    fresh.writeUInt16LE(record.length, freshBytes + 1 + keyBytes)
    fresh.set(record, freshBytes + headBytes)
    freshBytes += headBytes + record.length
  }

  function flush(): void {
    if (fresh === undefined) return
    const path = join(place, `${randomBytes(16).toString('hex')}${suffix}`)
    writeFileSync(`${path}.part`, sealSegment(key, fresh.subarray(0, freshBytes)), { mode: 0o600 })
    renameSync(`${path}.part`, path)
    segments.push(path)
    fresh = undefined
    freshBytes = 0
  }

  return {
    chunk: (id) => opened(recordAt(kinds.chunk, id), decodeChunk),
    summary: (id) => opened(recordAt(kinds.chunk, id), decodeSummary),
    verdict: (id) => opened(recordAt(kinds.verdict, id), decodeVerdict),
    putChunk: (id, record) => put(kinds.chunk, id, record),
    putVerdict: (id, verdict) => put(kinds.verdict, id, encodeVerdict(verdict)),
    flush,
    discarded,
    get size() {
      return places[kinds.chunk].size + places[kinds.verdict].size
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
    if (at + headBytes > plain.length || (kind !== kinds.chunk && kind !== kinds.verdict)) return undefined
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
