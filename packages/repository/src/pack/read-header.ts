import { type UnitCipher, unitOverhead } from '../crypto/index.ts'
import { damaged } from '../error.ts'
import type { PackId } from '../id.ts'
import type { IndexedBlob } from '../index/blob-index.ts'
import type { Storage } from '../storage/index.ts'
import { decodeHeader, maxHeaderLength } from './header.ts'

/** 15 compressed entries, overhead and the length field: one request is enough for most packs. */
const firstRead = 15 * 41 + unitOverhead + 4

/** What a pack says about itself, from its last bytes. `size` is the pack's file size. Throws `damaged`. */
export async function readPackHeader(
  storage: Storage,
  cipher: UnitCipher,
  pack: PackId,
  size: number,
): Promise<IndexedBlob[]> {
  const tail = await readTail(storage, pack, size, Math.min(size, firstRead))
  const length = headerLength(tail, size, pack)
  const whole = length + 4 <= tail.length ? tail : await readTail(storage, pack, size, length + 4)
  return openHeader(cipher, whole.subarray(whole.length - 4 - length, whole.length - 4), pack, size)
}

/** The same from a whole pack in memory. */
export function packHeaderOf(cipher: UnitCipher, pack: PackId, bytes: Buffer): IndexedBlob[] {
  const length = headerLength(bytes, bytes.length, pack)
  return openHeader(cipher, bytes.subarray(bytes.length - 4 - length, bytes.length - 4), pack, bytes.length)
}

function headerLength(tail: Buffer, size: number, pack: PackId): number {
  if (tail.length < 4 + unitOverhead) throw damaged(`data/${pack} is too short for a pack.`, { pack, size })
  const length = tail.readUInt32LE(tail.length - 4)
  if (length <= unitOverhead || length > maxHeaderLength || length + 4 > size) {
    throw damaged(`data/${pack} names a header of ${length} bytes.`, { pack, size, length })
  }
  return length
}

function openHeader(cipher: UnitCipher, sealed: Buffer, pack: PackId, size: number): IndexedBlob[] {
  const blobs = decodeHeader(cipher.open(sealed))
  const end = blobs.reduce((sum, blob) => sum + blob.length, 0)
  if (end + sealed.length + 4 !== size) {
    throw damaged(`data/${pack}: the blobs of the header do not fill the pack.`, { pack, size, end })
  }
  return blobs
}

async function readTail(storage: Storage, pack: PackId, size: number, length: number): Promise<Buffer> {
  return storage.read('data', pack, { offset: size - length, length })
}
