import { crc32c } from '../cyclic-checks.ts'
import { asBuffer, broken, valid, type Validator } from '../validity.ts'

const places = [64 * 1024, 64 * 1024 * 1024]
const superBytes = 4096
const chunkKind = 228

/**
 * Btrfs (btrfs.readthedocs.io, on-disk format): the checksum of the superblock and of its copy, and that of the root of the chunk
 * tree, to which the superblock says the way. What files hold is not looked at: `structure`.
 */
export const btrfs: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const first = places[0] ?? 0
  if (buffer.length < first + superBytes) return broken(0, 'the superblock is incomplete')
  const end = Number(buffer.readBigUInt64LE(first + 0x70))
  if (buffer.readUInt16LE(first + 0xc4) !== 0) return valid('structure', buffer.length)
  for (const at of places) {
    if (at + superBytes > buffer.length || at + superBytes > end) continue
    if (!isSound(buffer.subarray(at, at + superBytes)))
      return broken(at, 'the checksum of a superblock is wrong')
  }
  const nodeBytes = buffer.readUInt32LE(first + 0x94)
  const root = placeOf(buffer, first, Number(buffer.readBigUInt64LE(first + 0x58)))
  if (nodeBytes < 4096 || nodeBytes > 65_536 || !(root + nodeBytes <= buffer.length))
    return broken(first, 'the tree of chunks lies outside the file')
  return isSound(buffer.subarray(root, root + nodeBytes))
    ? valid('structure', buffer.length)
    : broken(root, 'the checksum of the tree of chunks is wrong')
}

/** The sum stands in front of what it is about. */
function isSound(part: Buffer): boolean {
  return part.readUInt32LE(0) === crc32c(part.subarray(32))
}

/** Where a logical address lies on the disk, by the list of system chunks in the superblock; NaN when it is in none. */
function placeOf(buffer: Buffer, start: number, address: number): number {
  const last = start + 0x32b + Math.min(2048, buffer.readUInt32LE(start + 0xa0))
  for (let at = start + 0x32b; at + 17 + 80 <= last;) {
    const chunk = at + 17
    const [from, length] = [Number(buffer.readBigUInt64LE(at + 9)), Number(buffer.readBigUInt64LE(chunk))]
    if (buffer[at + 8] !== chunkKind) return Number.NaN
    if (address >= from && address < from + length)
      return Number(buffer.readBigUInt64LE(chunk + 48 + 8)) + address - from
    at = chunk + 48 + 32 * buffer.readUInt16LE(chunk + 44)
  }
  return Number.NaN
}
