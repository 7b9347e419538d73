import { crc32 } from 'node:zlib'

import { asBuffer, broken, hasBytes, valid, type Validator, type Validity } from '../validity.ts'
import { checkBytes, checkHolds } from './block-check.ts'
import { unpackLzma2 } from './lzma2.ts'

/** Content that a check may cost (6 to 9 MB are unpacked in a second); more is judged by structure. */
const maxPlain = 16 * 1024 * 1024
const blockCost = 16 * 1024
const magic = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]
const lzma2 = 0x21

interface Budget {
  plain: number
  isProved: boolean
}

/** What the index says of a block. */
interface BlockRecord {
  readonly size: number
  readonly plain: number
}

/**
 * xz (The .xz File Format 1.2.1): header, index and footer of every stream with their checksums, every block
 * unpacked and proved by its check. Blocks behind filters for programs, and too large ones, are walked over.
 */
export const xz: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const budget: Budget = { plain: maxPlain, isProved: true }
  let at = 0
  do {
    const result = checkStream(buffer, at, budget)
    if (typeof result !== 'number') return result
    at = endOfPadding(buffer, result)
  } while (hasBytes(buffer, at, magic))
  return valid(budget.isProved ? 'checksum' : 'structure', at)
}

/** Where the stream ends, or what is wrong with it. */
function checkStream(buffer: Buffer, start: number, budget: Budget): number | Validity {
  if (start + 12 > buffer.length) return broken(start, 'the header is incomplete')
  if (crc32(buffer.subarray(start + 6, start + 8)) !== buffer.readUInt32LE(start + 8)) {
    return broken(start + 8, 'the checksum of the header is wrong')
  }
  const check = (buffer[start + 7] ?? 0) & 15
  const blocks: BlockRecord[] = []
  let at = start + 12
  while (at < buffer.length && buffer[at] !== 0) {
    const block = checkBlock(buffer, at, check, budget)
    // What cannot be unpacked here has no end that could be found without it.
    if (block === 'unknown') return valid('structure', buffer.length)
    if ('state' in block) return block
    blocks.push(block)
    at += Math.ceil(block.size / 4) * 4
  }
  return checkIndex(buffer, at, start, blocks)
}

function checkBlock(
  buffer: Buffer,
  start: number,
  check: number,
  budget: Budget,
): BlockRecord | Validity | 'unknown' {
  const data = start + ((buffer[start] ?? 0) + 1) * 4
  if (data > buffer.length) return broken(start, 'a block is cut off')
  if (crc32(buffer.subarray(start, data - 4)) !== buffer.readUInt32LE(data - 4)) {
    return broken(start, 'the checksum of a block header is wrong')
  }
  const flags = buffer[start + 1] ?? 0
  let at = start + 2
  for (const told of [0x40, 0x80]) if ((flags & told) !== 0) at = numberAt(buffer, at)?.next ?? at
  if ((flags & 3) !== 0 || buffer[at] !== lzma2) return 'unknown'
  const result = unpackLzma2(buffer, data, Math.max(1, budget.plain))
  if ('failure' in result) {
    return result.failure === 'too-large' ? 'unknown' : broken(data, 'a block does not unpack')
  }
  budget.plain -= result.content.length + blockCost
  const sum = result.next + ((4 - ((result.next - data) & 3)) & 3)
  const end = sum + (checkBytes[check] ?? 0)
  if (end > buffer.length) return broken(buffer.length, 'a block is cut off')
  if (buffer.subarray(result.next, sum).some((byte) => byte !== 0)) return broken(sum, 'a block is filled up')
  const holds = checkHolds(check, result.content, buffer.subarray(sum, end))
  if (holds === false) return broken(data, 'the checksum of a block is wrong')
  budget.isProved &&= holds === true
  return { size: result.next - start + end - sum, plain: result.content.length }
}

/** The index names all blocks with their lengths; the footer says how long the index is. */
function checkIndex(
  buffer: Buffer,
  start: number,
  stream: number,
  blocks: readonly BlockRecord[],
): number | Validity {
  const count = numberAt(buffer, start + 1)
  if (count?.value !== blocks.length) return broken(Math.min(start, buffer.length), 'the index is wrong')
  let at = count.next
  for (const { size, plain } of blocks) {
    const said = numberAt(buffer, at)
    const content = said === undefined ? undefined : numberAt(buffer, said.next)
    if (said?.value !== size || content?.value !== plain) return broken(start, 'the index is wrong')
    at = content.next
  }
  at += (4 - ((at - start) & 3)) & 3
  const end = at + 4 + 12
  if (end > buffer.length) return broken(buffer.length, 'the footer is missing')
  if (crc32(buffer.subarray(start, at)) !== buffer.readUInt32LE(at)) {
    return broken(start, 'the checksum of the index is wrong')
  }
  const isFooter =
    hasBytes(buffer, end - 2, [0x59, 0x5a]) &&
    crc32(buffer.subarray(end - 8, end - 2)) === buffer.readUInt32LE(end - 12) &&
    buffer.readUInt32LE(end - 8) === (at + 4 - start) / 4 - 1 &&
    buffer.readUInt16LE(end - 4) === buffer.readUInt16LE(stream + 6)
  return isFooter ? end : broken(end - 12, 'the footer is wrong')
}

/** Digits of base 128, the lowest first. */
function numberAt(buffer: Buffer, start: number): { value: number; next: number } | undefined {
  let value = 0
  for (let digit = 0; digit < 9; digit += 1) {
    const byte = buffer[start + digit]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * digit)
    if ((byte & 0x80) === 0) return { value, next: start + digit + 1 }
  }
  return undefined
}

/** Zeros in fours may stand between streams and behind the last. */
function endOfPadding(buffer: Buffer, start: number): number {
  let at = start
  while (at + 4 <= buffer.length && buffer.readUInt32LE(at) === 0) at += 4
  return at
}
