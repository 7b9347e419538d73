import { histogramOf, uniformityZ } from '../../../src/phases/detect/index.ts'
import { differentialArea, shannonEntropy, twoFragmentArea } from './entropy.ts'
import { isListed } from './listed-endings.ts'
import { sharedBlocks } from './shared-blocks.ts'

/** A change as a baseline sees it. */
export interface SeenChange {
  readonly path: string
  readonly before: Uint8Array
  readonly after: Uint8Array
}

/** A published or common way to tell ciphertext; the higher the score, the more it looks like it. */
export interface Detector {
  readonly name: string
  /** A whole number: scores are counted, not kept. */
  readonly score: (change: SeenChange) => number
  /** From this score on it says "encrypted", where it comes with a limit of its own. */
  readonly limits: readonly { readonly label: string; readonly atLeast: number }[]
}

export const detectors: readonly Detector[] = [
  {
    name: 'Shannon entropy',
    score: ({ after }) => Math.floor(shannonEntropy(after) * 100),
    limits: [
      { label: '> 7.9', atLeast: 790 },
      { label: '> 7.5', atLeast: 750 },
    ],
  },
  {
    name: 'χ² of the whole file',
    // |z| in tenths, as far as it can tell anything; 3.3 is one in a thousand random files.
    score: ({ after }) => -Math.min(500, Math.round(Math.abs(uniformityZ(histogramOf(after))) * 10)),
    limits: [{ label: '|z| < 3.3', atLeast: -33 }],
  },
  {
    name: 'DAA, first 192 bytes',
    score: ({ after }) => -Math.round(differentialArea(after)),
    limits: [],
  },
  {
    name: 'two fragments',
    score: ({ after }) => -Math.round(twoFragmentArea(after)),
    limits: [],
  },
  {
    name: 'shared blocks',
    score: ({ before, after }) => -Math.round(sharedBlocks(before, after) * 200),
    limits: [{ label: 'none shared', atLeast: 0 }],
  },
  {
    name: 'list of endings',
    score: ({ path }) => (isListed(path) ? 1 : 0),
    limits: [{ label: 'listed', atLeast: 1 }],
  },
]
