import { damaged } from '../error.ts'
import { type BlobId, isId, type PackId } from '../id.ts'
import type { IndexedBlob } from './blob-index.ts'

/** What one index file says about one pack. */
export interface IndexedPack {
  readonly pack: PackId
  readonly blobs: readonly IndexedBlob[]
}

/** restic cuts index files here; 50,000 blobs are about 9 MB of JSON. */
export const maxBlobsPerIndexFile = 50_000

/** The JSON of an index file in restic's field order. */
export function encodeIndex(packs: readonly IndexedPack[]): Buffer {
  const entries = packs.map(({ pack, blobs }) => ({ id: pack, blobs: blobs.map(blobEntry) }))
  return Buffer.from(JSON.stringify({ packs: entries }), 'utf8')
}

/**
 * What an index file says. The old form without the outer object is read too, `supersedes` is ignored.
 * Throws `damaged` for the first entry that makes no sense: such a file was forged.
 */
export function decodeIndex(json: Buffer): IndexedPack[] {
  const packs = packListOf(parse(json))
  return packs.map((entry) => {
    const { id, blobs } = asRecord(entry)
    if (typeof id !== 'string' || !isId(id)) throw damaged('An index file holds a pack without id.')
    return { pack: id as PackId, blobs: asList(blobs).map(decodeBlob) }
  })
}

function blobEntry(blob: IndexedBlob): Record<string, unknown> {
  const { id, type, offset, length, uncompressedLength } = blob
  const plain = { id, type, offset, length }
  return uncompressedLength > 0 ? { ...plain, uncompressed_length: uncompressedLength } : plain
}

function decodeBlob(entry: unknown): IndexedBlob {
  const { id, type, offset, length, uncompressed_length: uncompressedLength = 0 } = asRecord(entry)
  const sound =
    typeof id === 'string' &&
    isId(id) &&
    (type === 'data' || type === 'tree') &&
    isUint32(offset) &&
    isUint32(length) &&
    isUint32(uncompressedLength)
  if (!sound) throw damaged('An index file holds a blob entry that makes no sense.')
  return { id: id as BlobId, type, offset, length, uncompressedLength }
}

function packListOf(parsed: unknown): unknown[] {
  return Array.isArray(parsed) ? parsed : asList(asRecord(parsed)['packs'])
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'))
  } catch (error) {
    throw damaged('An index file is no JSON.', {}, error)
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw damaged('An index file holds something else where an object belongs.')
}

/** Go writes an empty list as `null`. */
function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (value === null || value === undefined) return []
  throw damaged('An index file holds something else where a list belongs.')
}

function isUint32(value: unknown): value is number {
  const isWhole = typeof value === 'number' && Number.isInteger(value) && !Object.is(value, -0)
  return isWhole && value >= 0 && value <= 0xffff_ffff
}
