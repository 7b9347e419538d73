import { asBuffer, broken, hasBytes, valid, type Validator, type Validity } from '../validity.ts'
import { type BitReader, bitReader } from './bit-reader.ts'
import { unpackBlock } from './block.ts'

/** Content that a check may cost (5 MB are unpacked in a second); more is judged by structure. */
const maxPlain = 16 * 1024 * 1024
/** The smallest block costs as much as this many bytes of content. */
const blockCost = 4096

/**
 * bzip2: every block of every stream unpacks, its CRC and that of the stream fit; the end is where the last
 * stream ends.
 */
export const bzip2: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const budget = { plain: maxPlain, work: new Uint32Array(0) }
  let at = 0
  do {
    const result = checkStream(buffer, at, budget)
    if (typeof result !== 'number') return result
    at = result
  } while (hasBytes(buffer, at, [0x42, 0x5a, 0x68]))
  return valid('checksum', at)
}

const blockMagic = [0x31_4159, 0x26_5359]
const endMagic = [0x17_7245, 0x38_5090]

/** Where the stream ends, or what is wrong with it. */
function checkStream(
  buffer: Buffer,
  start: number,
  budget: { plain: number; work: Uint32Array },
): number | Validity {
  const level = (buffer[start + 3] ?? 0) - 0x30
  if (level < 1 || level > 9) return broken(start, 'an impossible size of blocks')
  const size = level * 100_000
  if (budget.work.length < size) budget.work = new Uint32Array(size)
  const reader = bitReader(buffer, start + 4)
  let all = 0
  for (;;) {
    const begin = Math.min(buffer.length, reader.position())
    const magic = [reader.bits(24), reader.bits(24)]
    const said = sumAt(reader)
    if (reader.isOver()) return broken(buffer.length, 'a block is missing')
    if (isSame(magic, endMagic)) {
      return said === all ? reader.position() : broken(begin, 'the checksum of the stream is wrong')
    }
    if (!isSame(magic, blockMagic)) return broken(begin, 'a block has no beginning')
    const block = unpackBlock(reader, budget.work.subarray(0, size), budget.plain)
    if (block === undefined) return broken(begin, 'a block does not unpack')
    budget.plain -= block.length + blockCost
    if (budget.plain <= 0) return valid('structure', buffer.length)
    if (block.sum !== said) return broken(begin, 'the checksum of a block is wrong')
    all = (((all << 1) | (all >>> 31)) ^ said) >>> 0
  }
}

function sumAt(reader: BitReader): number {
  return reader.bits(16) * 65_536 + reader.bits(16)
}

function isSame(found: readonly number[], expected: readonly number[]): boolean {
  return found.every((part, at) => part === expected[at])
}
