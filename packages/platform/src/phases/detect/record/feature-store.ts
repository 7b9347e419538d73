import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import { decodeChunk, decodeVersion, encodeChunk, encodeVersion } from './codec.ts'
import type { ChunkFeatures, VersionFeatures } from './features.ts'
import { openSegment, sealSegment, segmentKey } from './sealed-segment.ts'

/** Records of one repository on this machine: a cache, nothing is lost with it. */
export interface FeatureStore {
  /** By blob id. */
  chunk(id: string): ChunkFeatures | undefined
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
const mostSegment = 256 * 1024 * 1024
const segmentBytes = 8 * 1024 * 1024
const keyBytes = 32
const kinds = { chunk: 1, version: 2 } as const

/**
 * Opens the records of a repository in a folder, which is made when it is missing. Each file is a sealed run of
 * `kind u8, key 32, length u16, record`. What does not open is removed and measured again when it is asked for.
 * Throws what the file system throws.
 */
export function openFeatures(folder: string, repository: Pick<Repository, 'masterKey' | 'id'>): FeatureStore {
  const key = segmentKey(repository)
  const place = join(folder, repository.id)
  mkdirSync(place, { recursive: true, mode: 0o700 })
  const records = new Map<string, Buffer>()
  let discarded = 0
  for (const name of readdirSync(place)) {
    if (!name.endsWith(suffix)) continue
    const path = join(place, name)
    const plain = statSync(path).size > mostSegment ? undefined : openSegment(key, readFileSync(path))
    if (plain !== undefined && readRecords(plain, records)) continue
    discarded += 1
    rmSync(path)
  }
  let waiting: Buffer[] = []
  let waitingBytes = 0
  const store = {
    chunk: (id: string) => opened(records.get(placeOf(kinds.chunk, id)), decodeChunk),
    version: (id: string) => opened(records.get(placeOf(kinds.version, id)), decodeVersion),
    putChunk: (id: string, features: ChunkFeatures) => put(kinds.chunk, id, encodeChunk(features)),
    putVersion: (id: string, features: VersionFeatures) => put(kinds.version, id, encodeVersion(features)),
    flush() {
      if (waiting.length === 0) return
      const name = randomBytes(16).toString('hex')
      writeFileSync(join(place, `${name}.part`), sealSegment(key, Buffer.concat(waiting)), { mode: 0o600 })
      renameSync(join(place, `${name}.part`), join(place, `${name}${suffix}`))
      waiting = []
      waitingBytes = 0
    },
    discarded,
    get size() {
      return records.size
    },
  }
  function put(kind: number, id: string, record: Buffer): void {
    records.set(placeOf(kind, id), record)
    const head = Buffer.alloc(1 + keyBytes + 2)
    head.writeUInt8(kind, 0)
    head.write(id, 1, 'hex')
    head.writeUInt16LE(record.length, 1 + keyBytes)
    waiting.push(head, record)
    waitingBytes += head.length + record.length
    if (waitingBytes >= segmentBytes) store.flush()
  }
  return store
}

/** False when the plain text is not a run of records: then none of it is believed. */
function readRecords(plain: Buffer, records: Map<string, Buffer>): boolean {
  const found: [string, Buffer][] = []
  let at = 0
  while (at < plain.length) {
    const kind = plain[at] ?? 0
    const start = at + 1 + keyBytes + 2
    if (start > plain.length || (kind !== kinds.chunk && kind !== kinds.version)) return false
    const end = start + plain.readUInt16LE(at + 1 + keyBytes)
    if (end > plain.length) return false
    found.push([`${kind}${plain.toString('latin1', at + 1, at + 1 + keyBytes)}`, plain.subarray(start, end)])
    at = end
  }
  for (const [place, record] of found) records.set(place, record)
  return true
}

function placeOf(kind: number, id: string): string {
  return `${kind}${Buffer.from(id, 'hex').toString('latin1')}`
}

function opened<Features>(
  record: Buffer | undefined,
  decode: (bytes: Buffer) => Features | undefined,
): Features | undefined {
  return record === undefined ? undefined : decode(record)
}
