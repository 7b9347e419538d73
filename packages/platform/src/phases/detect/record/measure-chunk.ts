import type { Census, CensusTaker } from '@anlauf/repository'

import { beginsAs } from '../validators/beginnings.ts'
import { lateBeginnings } from '../validators/late-beginnings.ts'
import { text } from '../validators/text.ts'
import type { MeasuredChunk } from './chunk-record.ts'
import { utf8Of } from './utf8.ts'
import { finestWindow, type WindowMap, windowMapOf } from './window-map.ts'

/** Bounds of the design for |z| of a random window: χ² over 4 KiB tells noise from all that is not packed. */
const [least, most] = [-4.5, 4]
/** A window of which fewer bytes were counted says nothing. */
const leastWindow = 1024
const freedom = Math.sqrt(510)

/**
 * Measures one blob. Deterministic: the same bytes give the same record for ever, while a backup runs and when it is
 * built later. Runs in the threads of a backup, and must not import what takes long to load. What it answers holds
 * until the next census.
 */
export function measureChunk(bytes: Uint8Array, takeCensus: CensusTaker): MeasuredChunk {
  const census = takeCensus(bytes)
  const { counted, distinct, distinctHigh, packed, packedBytes } = census
  // What was counted to the last byte and has no high one is ASCII.
  const utf8 = distinctHigh === 0 && counted === bytes.length ? 'whole' : utf8Of(bytes)
  return {
    bytes,
    distinct,
    isText: isText(bytes, census, utf8 === 'whole'),
    utf8,
    late: lateTypeOf(bytes),
    windows: windowsOf(census),
    packed,
    packedBytes,
  }
}

/** Most blobs have no random window: for them nothing is listed. */
function windowsOf(census: Census): WindowMap {
  const { windows } = census
  for (let window = 0; window < windows; window += 1) {
    if (isRandom(census, window))
      return windowMapOf(Array.from({ length: windows }, (_, at) => isRandom(census, at)))
  }
  return { windowBytes: finestWindow, runs: [windows] }
}

/** z = (χ² − 255)/√510, with χ² = 256 · Σ count²/n − n. */
function isRandom({ windowCounted, windowSquares }: Census, window: number): boolean {
  const n = windowCounted[window] as number
  const z = ((256 * (windowSquares[window] as number)) / n - n - 255) / freedom
  return n >= leastWindow && z > least && z < most
}

const lateKinds = Object.entries(lateBeginnings)

function lateTypeOf(bytes: Uint8Array): string | undefined {
  for (const [name, magic] of lateKinds) if (beginsAs(bytes, magic)) return name
  return undefined
}

/** The text validator's answer, by the counts where they decide: reading most contents again would cost as much as all this. */
function isText(bytes: Uint8Array, { controls, counted }: Census, isUtf8: boolean): boolean {
  if (isUtf8) return counted > 0 && controls * 100 <= counted
  const hasMark = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  // No window of 128 bytes of an old text holds more than two.
  if (!hasMark && controls > 2 * Math.ceil(counted / 128)) return false
  return text(bytes).state === 'valid'
}
