import { type UnitCipher, unitOverhead } from '../crypto/index.ts'
import { damaged } from '../error.ts'
import type { BlobId } from '../id.ts'
import type { IndexedBlob } from '../index/blob-index.ts'
import type { BlobType } from '../index/blob-type.ts'

/** A header may not be larger than restic accepts. */
export const maxHeaderLength = 16 * 1024 * 1024

const plainEntry = 37
const compressedEntry = 41

/** A blob as a pack header lists it: offsets are implied by the order. */
export type HeaderBlob = Omit<IndexedBlob, 'offset'>

/**
 * What stands behind the blobs of a pack: the encrypted header and its length, `uint32LE`.
 * Entry = type(1) ‖ encrypted length(4) [‖ plain length(4) when compressed] ‖ SHA-256 of the plaintext(32).
 */
export function sealPackTrailer(cipher: UnitCipher, blobs: readonly HeaderBlob[]): Buffer {
  const header = cipher.seal(encodeHeader(blobs))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  return Buffer.concat([header, length])
}

/** Bytes of header and length field that these blobs need at the end of their pack. */
export function trailerLength(blobs: Iterable<{ readonly uncompressedLength: number }>): number {
  let length = unitOverhead + 4
  for (const blob of blobs) length += blob.uncompressedLength > 0 ? compressedEntry : plainEntry
  return length
}

/** The blobs of a pack from its decrypted header, offsets summed up from 0. Throws `damaged`. */
export function decodeHeader(header: Buffer): IndexedBlob[] {
  const blobs: IndexedBlob[] = []
  let offset = 0
  for (let at = 0; at < header.length;) {
    const kind = header[at] ?? 255
    const size = kind < 2 ? plainEntry : compressedEntry
    if (kind > 3 || at + size > header.length)
      throw damaged('A pack header holds an entry that nobody knows.')
    const length = header.readUInt32LE(at + 1)
    const uncompressedLength = kind < 2 ? 0 : header.readUInt32LE(at + 5)
    const id = header.toString('hex', at + size - 32, at + size) as BlobId
    blobs.push({ id, type: kind % 2 === 0 ? 'data' : 'tree', offset, length, uncompressedLength })
    offset += length
    at += size
  }
  return blobs
}

function encodeHeader(blobs: readonly HeaderBlob[]): Buffer {
  const header = Buffer.alloc(trailerLength(blobs) - unitOverhead - 4)
  let at = 0
  for (const blob of blobs) {
    const compressed = blob.uncompressedLength > 0
    header[at] = kindOf(blob.type, compressed)
    header.writeUInt32LE(blob.length, at + 1)
    if (compressed) header.writeUInt32LE(blob.uncompressedLength, at + 5)
    at += compressed ? compressedEntry : plainEntry
    header.write(blob.id, at - 32, 'hex')
  }
  return header
}

function kindOf(type: BlobType, compressed: boolean): number {
  return (type === 'tree' ? 1 : 0) + (compressed ? 2 : 0)
}
