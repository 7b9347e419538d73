import { bitReader } from './bit-reader.ts'
import { type Keep, unpackBlock } from './block.ts'

/** What the blocks of all streams came to. */
export interface Unbzipped {
  /** False when something is damaged or cut off; what came before was told. */
  readonly isWhole: boolean
  /** True when more than `limit` bytes come out. */
  readonly isTooLarge: boolean
}

/** Unpacks bzip2 (all streams of a file) and tells its content byte by byte, at most `limit` bytes and one block. */
export function unbzip2(buffer: Buffer, limit: number, keep: Keep): Unbzipped {
  let [at, left] = [0, limit]
  while (buffer.toString('latin1', at, at + 3) === 'BZh') {
    const level = (buffer[at + 3] ?? 0) - 0x30
    if (level < 1 || level > 9) break
    const work = new Uint32Array(level * 100_000)
    const reader = bitReader(buffer, at + 4)
    for (;;) {
      const magic = reader.bits(24) * 2 ** 24 + reader.bits(24)
      const said = reader.bits(16) * 65_536 + reader.bits(16)
      if (reader.isOver()) return { isWhole: false, isTooLarge: false }
      if (magic === endMagic) break
      if (magic !== blockMagic) return { isWhole: false, isTooLarge: false }
      const block = unpackBlock(reader, work, left, keep)
      if (block === undefined) return { isWhole: false, isTooLarge: false }
      left -= block.length + blockCost
      if (left <= 0) return { isWhole: false, isTooLarge: true }
      if (block.sum !== said) return { isWhole: false, isTooLarge: false }
    }
    at = reader.position()
  }
  return { isWhole: at > 0, isTooLarge: false }
}

const blockMagic = 0x31_4159_26_5359
const endMagic = 0x17_7245_38_5090
/** The smallest block costs as much as this many bytes of content. */
const blockCost = 4096
