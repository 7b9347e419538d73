import { broken, type Validity } from '../validity.ts'
import type { HuffmanTable } from './huffman.ts'

export interface Component {
  readonly id: number
  readonly horizontal: number
  readonly vertical: number
  readonly quantiser: number
  /** Blocks of the component alone, as a scan of its own visits them. */
  readonly blocksWide: number
  readonly blocksHigh: number
  /** Blocks in a row when filled up to whole units, as a common scan visits them. */
  readonly rowBlocks: number
  readonly blocks: number
}

export interface Frame {
  readonly progressive: boolean
  /** False for arithmetic, lossless, 12-bit and gigantic pictures. */
  readonly decodable: boolean
  readonly components: readonly Component[]
  readonly unitsWide: number
  readonly unitsHigh: number
  /** Per component two words a block: which coefficients are not zero (progressive refinement needs it). */
  readonly nonZero: Map<number, Uint32Array>
}

/** One component in one scan, with its code tables. */
export interface ScanPart {
  readonly component: Component
  readonly dc: HuffmanTable | undefined
  readonly ac: HuffmanTable | undefined
  /** Size of a step of the DC coefficient; 1 when no table said it. */
  readonly step: number
}

/** 16 million blocks are a gigapixel. */
const maxBlocks = 2 ** 24

/** The frame header (T.81, B.2.2). */
export function frameOf(bytes: Uint8Array, marker: number, start: number, end: number): Frame | Validity {
  const [height, width, count] = [word(bytes, start + 1), word(bytes, start + 3), bytes[start + 5] ?? 0]
  if (end - start < 6 + 3 * count || count === 0 || count > 4 || width === 0) {
    return broken(start, 'an impossible frame')
  }
  const raw = Array.from({ length: count }, (_, place) => {
    const at = start + 6 + 3 * place
    const sampling = bytes[at + 1] ?? 0
    return {
      id: bytes[at] ?? 0,
      horizontal: sampling >> 4,
      vertical: sampling & 15,
      quantiser: bytes[at + 2] ?? 0,
    }
  })
  if (raw.some(({ horizontal, vertical }) => outside(horizontal) || outside(vertical))) {
    return broken(start, 'impossible sampling factors')
  }
  const [widest, highest] = [
    Math.max(...raw.map(({ horizontal }) => horizontal)),
    Math.max(...raw.map(({ vertical }) => vertical)),
  ]
  const [unitsWide, unitsHigh] = [Math.ceil(width / (8 * widest)), Math.ceil(height / (8 * highest))]
  const components = raw.map((component) => {
    const { horizontal, vertical } = component
    return {
      ...component,
      blocksWide: Math.ceil(Math.ceil((width * horizontal) / widest) / 8),
      blocksHigh: Math.ceil(Math.ceil((height * vertical) / highest) / 8),
      rowBlocks: unitsWide * horizontal,
      blocks: unitsWide * horizontal * unitsHigh * vertical,
    }
  })
  const blocks = components.reduce((sum, component) => sum + component.blocks, 0)
  return {
    progressive: marker === 0xc2,
    // A height of 0 is told later by a DNL marker; nobody writes that.
    decodable: marker <= 0xc2 && bytes[start] === 8 && height > 0 && blocks <= maxBlocks,
    components,
    unitsWide,
    unitsHigh,
    nonZero: new Map(),
  }
}

/** The scan header (T.81, B.2.3) with the components and tables it names. */
export function resolveScan(
  frame: Frame,
  bytes: Uint8Array,
  start: number,
  end: number,
  known: { huffman: ReadonlyMap<number, HuffmanTable>; steps: ReadonlyMap<number, number> },
): { parts: readonly ScanPart[]; from: number; to: number; first: boolean } | Validity {
  const count = bytes[start] ?? 0
  if (count === 0 || count > 4 || end - start < 4 + 2 * count) return broken(start, 'an impossible scan')
  const parts: ScanPart[] = []
  for (let place = 0; place < count; place += 1) {
    const at = start + 1 + 2 * place
    const component = frame.components.find(({ id }) => id === bytes[at])
    if (component === undefined) return broken(at, 'a scan of an unknown component')
    const tables = bytes[at + 1] ?? 0
    parts.push({
      component,
      dc: known.huffman.get(tables >> 4),
      ac: known.huffman.get(16 | (tables & 15)),
      step: known.steps.get(component.quantiser) ?? 1,
    })
  }
  const at = start + 1 + 2 * count
  const [from, to, approximation] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0]
  const sound = frame.progressive
    ? to < 64 && from <= to && (from > 0 ? count === 1 : to === 0)
    : from === 0 && to === 63 && approximation === 0
  if (frame.decodable && !sound) return broken(at, 'an impossible range of coefficients')
  return { parts, from, to, first: approximation >> 4 === 0 }
}

function outside(factor: number): boolean {
  return factor < 1 || factor > 4
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
