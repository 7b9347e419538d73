import { crc32c } from '../cyclic-checks.ts'
import { asBuffer, broken, valid, type Validator } from '../validity.ts'

/** Heads of an allocation group, a sector each: name, and where the checksum stands. */
const heads = [
  { name: 'XFSB', sum: 224 },
  { name: 'XAGF', sum: 216 },
  { name: 'XAGI', sum: 312 },
] as const
const maxGroups = 65_536

/**
 * XFS (XFS Algorithms & Data Structures, 13 and 14): the measures of the superblock, and the heads of every allocation group,
 * of version 5 with their checksums. What files hold is not looked at: `structure`.
 */
export const xfs: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 4096) return broken(0, 'the superblock is incomplete')
  const [block, sector] = [buffer.readUInt32BE(4), buffer.readUInt16BE(102)]
  const [perGroup, groups] = [buffer.readUInt32BE(84), buffer.readUInt32BE(88)]
  const isPossible = block >= 512 && block <= 65_536 && sector >= 512 && sector <= 32_768
  if (!isPossible || perGroup === 0 || groups === 0)
    return broken(4, 'the measures of the file system are impossible')
  const end = Number(buffer.readBigUInt64BE(8)) * block
  if (!(end <= buffer.length)) return broken(buffer.length, 'blocks are missing')
  const hasSums = (buffer.readUInt16BE(100) & 15) === 5
  for (let group = 0; group < Math.min(groups, maxGroups); group += 1) {
    for (const [place, { name, sum }] of heads.entries()) {
      const at = group * perGroup * block + place * sector
      if (at + sector > buffer.length || buffer.toString('latin1', at, at + 4) !== name)
        return broken(Math.min(at, buffer.length), 'the head of a group is missing')
      if (hasSums && !isSound(buffer.subarray(at, at + sector), sum))
        return broken(at, 'the checksum of the head of a group is wrong')
    }
  }
  return valid('structure', end)
}

function isSound(head: Buffer, place: number): boolean {
  const before = crc32c(Buffer.alloc(4), crc32c(head.subarray(0, place)))
  return crc32c(head.subarray(place + 4), before) === head.readUInt32LE(place)
}
