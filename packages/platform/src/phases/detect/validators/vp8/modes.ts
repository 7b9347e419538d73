import type { BoolReader } from './bool-reader.ts'
import { subBlockModes } from './vp8-tables.ts'

/** 4×4 prediction modes, numbered as in RFC 6386, §8.1; whole-block modes imply one of them. */
const sub = { dc: 0, trueMotion: 1, vertical: 2, horizontal: 3 } as const

/** §11.2: leaves are −mode, nodes lead on. */
const subBlockTree = [0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9]

/** Modes of the 4×4 blocks above (whole row) and to the left, as contexts. */
export interface ModeContexts {
  readonly above: Uint8Array
  readonly left: Uint8Array
}

/** Reads what the first partition says of one macroblock (§9.3, §11). */
export function readModes(
  reader: BoolReader,
  header: { updatesSegments: boolean; segmentTree: readonly number[]; skipProbability: number | undefined },
  contexts: ModeContexts,
  column: number,
): { skipped: boolean; split: boolean } {
  if (header.updatesSegments) {
    const [root = 255, low = 255, high = 255] = header.segmentTree
    reader.bit(reader.bit(root) === 0 ? low : high)
  }
  const skipped = header.skipProbability !== undefined && reader.bit(header.skipProbability) === 1
  const split = reader.bit(145) === 0
  if (split) readSubBlockModes(reader, contexts, column)
  else {
    const mode = wholeBlockMode(reader)
    contexts.above.fill(mode, 4 * column, 4 * column + 4)
    contexts.left.fill(mode)
  }
  // Chroma mode: a tree of three nodes.
  if (reader.bit(142) === 1 && reader.bit(114) === 1) reader.bit(183)
  return { skipped, split }
}

function wholeBlockMode(reader: BoolReader): number {
  if (reader.bit(156) === 1) return reader.bit(128) === 1 ? sub.trueMotion : sub.horizontal
  return reader.bit(163) === 1 ? sub.vertical : sub.dc
}

function readSubBlockModes(reader: BoolReader, { above, left }: ModeContexts, column: number): void {
  for (let y = 0; y < 4; y += 1) {
    for (let x = 4 * column; x < 4 * column + 4; x += 1) {
      const table = 9 * (10 * (above[x] ?? 0) + (left[y] ?? 0))
      let node = 0
      do node = subBlockTree[node + reader.bit(subBlockModes[table + (node >> 1)] ?? 128)] ?? 0
      while (node > 0)
      above[x] = left[y] = -node
    }
  }
}
