import { crc32 } from 'node:zlib'

import { asBuffer, broken, hasBytes, valid, type Validator, type Validity } from '../validity.ts'
import { bootSector } from './boot-sector.ts'
import { btrfs } from './btrfs.ts'
import { ext4 } from './ext4.ts'
import { xfs } from './xfs.ts'

const sector = 512
const kinds = { none: 0, protective: 0xee } as const
const maxPartitions = 256

interface Partition {
  readonly start: number
  readonly end: number
}

/**
 * Disks with a table of partitions, of the old kind or a GUID table with its checksums (UEFI 2.10, 5): partitions that lie
 * inside and have a file system that is known here are checked as one. `structure`.
 */
export const disk: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 64 * 1024) return valid('structure', buffer.length)
  const partitions = partitionsOf(buffer)
  if ('state' in partitions) return partitions
  for (const { start, end } of partitions) {
    // Hybrid images of discs, and copies of the front of a disk.
    if (!(end <= buffer.length && start <= end)) continue
    const problem = checkPartition(buffer.subarray(start, end))
    if (problem?.state === 'broken') return broken(start + problem.offset, problem.what)
  }
  return valid('structure', buffer.length)
}

function partitionsOf(buffer: Buffer): Partition[] | Validity {
  const old = [446, 462, 478, 494].filter((at) => buffer[at + 4] !== kinds.none)
  if (old.some((at) => buffer[at + 4] === kinds.protective)) return guidPartitions(buffer)
  return old.map((at) => {
    const start = buffer.readUInt32LE(at + 8) * sector
    return { start, end: start + buffer.readUInt32LE(at + 12) * sector }
  })
}

function guidPartitions(buffer: Buffer): Partition[] | Validity {
  const head = buffer.subarray(sector, 2 * sector)
  const length = head.readUInt32LE(12)
  if (head.toString('latin1', 0, 8) !== 'EFI PART' || length < 92 || length > sector)
    return broken(sector, 'the table of partitions is missing')
  const plain = Buffer.from(head.subarray(0, length))
  plain.writeUInt32LE(0, 16)
  if (crc32(plain) !== head.readUInt32LE(16))
    return broken(sector, 'the checksum of the table of partitions is wrong')
  const [at, count, width] = [
    Number(head.readBigUInt64LE(72)) * sector,
    head.readUInt32LE(80),
    head.readUInt32LE(84),
  ]
  if (count > maxPartitions || width < 128 || width > 4096 || !(at + count * width <= buffer.length))
    return broken(sector, 'the list of partitions lies outside the disk')
  if (crc32(buffer.subarray(at, at + count * width)) !== head.readUInt32LE(88))
    return broken(at, 'the checksum of the list of partitions is wrong')
  return Array.from({ length: count }, (_, entry) => at + width * entry)
    .filter((place) => buffer.subarray(place, place + 16).some((byte) => byte !== 0))
    .map((place) => ({
      start: Number(buffer.readBigUInt64LE(place + 32)) * sector,
      end: (Number(buffer.readBigUInt64LE(place + 40)) + 1) * sector,
    }))
}

/** Undefined for what is known to nobody here: swap, an encrypted volume, a pool of others. */
function checkPartition(part: Buffer): Validity | undefined {
  if (hasBytes(part, 0, [...Buffer.from('XFSB')])) return xfs(part)
  if (hasBytes(part, 0x438, [0x53, 0xef])) return ext4(part)
  if (hasBytes(part, 0x1_0040, [...Buffer.from('_BHRfS_M')])) return btrfs(part)
  const isNamed =
    hasBytes(part, 3, [...Buffer.from('NTFS    ')]) || hasBytes(part, 3, [...Buffer.from('EXFAT   ')])
  return isNamed ? bootSector(part) : undefined
}
