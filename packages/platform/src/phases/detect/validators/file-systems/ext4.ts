import { crc32c } from '../cyclic-checks.ts'
import { asBuffer, broken, valid, type Validator, type Validity } from '../validity.ts'

const start = 1024
const features = { groupsElsewhere: 0x10, needsRecovery: 0x4, ownSeed: 0x2000, wide: 0x80 } as const
const withSums = 0x400
/** Groups of a file system that are looked at: 2 TiB. */
const maxGroups = 16_384

/**
 * ext2 to ext4 (kernel.org, ext4 data structures): the measures of the superblock; where there are checksums, those of the
 * superblock, of the description of every group, and of its bitmaps unless a journal has to be replayed first. What files hold
 * is not looked at: `structure`.
 */
export const ext4: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < start + 1024) return broken(0, 'the superblock is incomplete')
  const block = buffer.subarray(start, start + 1024)
  const [shift, perGroup, inodes] = [block.readUInt32LE(24), block.readUInt32LE(32), block.readUInt32LE(40)]
  if (shift > 6 || perGroup === 0 || inodes === 0 || inodes % 8 !== 0)
    return broken(start, 'the measures of the file system are impossible')
  const hasSums = (block.readUInt32LE(100) & withSums) !== 0
  const incompatible = block.readUInt32LE(96)
  if (hasSums && rawSum(block.subarray(0, 1020), 0xffff_ffff) !== block.readUInt32LE(1020))
    return broken(start, 'the checksum of the superblock is wrong')
  const isWide = (incompatible & features.wide) !== 0
  const blocks = block.readUInt32LE(4) + (isWide ? block.readUInt32LE(336) * 2 ** 32 : 0)
  const end = blocks * 1024 * 2 ** shift
  if (!(end <= buffer.length)) return broken(buffer.length, 'blocks are missing')
  if (hasSums && (incompatible & features.groupsElsewhere) === 0) {
    const seed =
      (incompatible & features.ownSeed) === 0
        ? rawSum(block.subarray(104, 120), 0xffff_ffff)
        : block.readUInt32LE(624)
    const groups = Math.min(maxGroups, Math.ceil((blocks - block.readUInt32LE(20)) / perGroup))
    const isAtRest = (incompatible & features.needsRecovery) === 0
    const described = isWide ? block.readUInt16LE(254) : 32
    const problem = checkGroups(buffer, {
      at: (block.readUInt32LE(20) + 1) * 1024 * 2 ** shift,
      described,
      groups,
      seed,
      bitmaps: isAtRest
        ? { blockBytes: 1024 * 2 ** shift, blocks: block.readUInt32LE(36) / 8, inodes: inodes / 8 }
        : undefined,
    })
    if (problem !== undefined) return problem
  }
  return valid('structure', end)
}

interface Groups {
  readonly at: number
  readonly described: number
  readonly groups: number
  readonly seed: number
  readonly bitmaps:
    | { readonly blockBytes: number; readonly blocks: number; readonly inodes: number }
    | undefined
}

function checkGroups(buffer: Buffer, { at, described, groups, seed, bitmaps }: Groups): Validity | undefined {
  if (described < 32 || described > 1024 || at + groups * described > buffer.length)
    return broken(start, 'the groups lie outside the file')
  const number = Buffer.alloc(4)
  const noSum = Buffer.alloc(2)
  for (let group = 0; group < groups; group += 1) {
    const place = at + group * described
    const text = buffer.subarray(place, place + described)
    number.writeUInt32LE(group)
    const head = rawSum(text.subarray(0, 30), rawSum(number, seed))
    const sum = rawSum(text.subarray(32), rawSum(noSum, head))
    if ((sum & 0xffff) !== text.readUInt16LE(30)) return broken(place, 'the checksum of a group is wrong')
    if (bitmaps === undefined) continue
    const flags = text.readUInt16LE(18)
    const isSound =
      ((flags & 2) !== 0 || isBitmap(buffer, text, { ...bitmaps, bytes: bitmaps.blocks, seed, kind: 0 })) &&
      ((flags & 1) !== 0 || isBitmap(buffer, text, { ...bitmaps, bytes: bitmaps.inodes, seed, kind: 1 }))
    if (!isSound) return broken(place, 'the checksum of a bitmap is wrong')
  }
  return undefined
}

/** Bitmap of blocks (kind 0) or inodes (1); short descriptions hold the lower half of its place and sum. */
function isBitmap(
  buffer: Buffer,
  text: Buffer,
  { blockBytes, bytes, seed, kind }: { blockBytes: number; bytes: number; seed: number; kind: 0 | 1 },
): boolean {
  const isWide = text.length >= 64
  const place = text.readUInt32LE(4 * kind) + (isWide ? text.readUInt32LE(32 + 4 * kind) * 2 ** 32 : 0)
  const at = place * blockBytes
  if (!(at + bytes <= buffer.length)) return false
  const sum = rawSum(buffer.subarray(at, at + bytes), seed)
  const low = (sum & 0xffff) === text.readUInt16LE(24 + 2 * kind)
  return low && (!isWide || sum >>> 16 === text.readUInt16LE(56 + 2 * kind))
}

/** CRC-32C that goes on from a sum without turning its bits. */
function rawSum(bytes: Uint8Array, seed: number): number {
  return ~crc32c(bytes, ~seed) >>> 0
}
