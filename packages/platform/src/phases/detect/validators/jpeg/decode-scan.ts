import { broken, type Validity } from '../validity.ts'
import { BitReader } from './bit-reader.ts'
import type { Component, Frame, ScanPart } from './frame.ts'

/** One scan: what it codes, and where its data begins. */
export interface Scan {
  readonly bytes: Uint8Array
  readonly start: number
  readonly parts: readonly ScanPart[]
  /** Range of coefficients, 0 to 63. */
  readonly from: number
  readonly to: number
  /** False for a refinement of an earlier scan. */
  readonly first: boolean
  readonly restartInterval: number
}

/** Decoding state that a restart resets. */
interface State {
  reader: BitReader
  /** Blocks that the last end-of-band run still covers. */
  run: number
  readonly dc: Map<Component, number>
}

type Decode = (state: State, part: ScanPart, block: number) => boolean

/** With quantisation undone, 8-bit samples give DC values up to ±1,024; encoders round by a step. */
const maxDc = 2048

/**
 * Decodes a scan without keeping the picture: every code must exist, every block end within its 64
 * coefficients, brightness stay in range, and the data end with the last block. Random bytes fail
 * within a few blocks. Returns the position of the next marker or what is wrong.
 */
export function decodeScan(frame: Frame, scan: Scan): number | Validity {
  const decode = decoderOf(frame, scan)
  const state: State = { reader: new BitReader(scan.bytes, scan.start), run: 0, dc: new Map() }
  const [only] = scan.parts
  const problem =
    scan.parts.length === 1 && only !== undefined
      ? decodeAlone(scan, state, only, decode)
      : decodeTogether(frame, scan, state, decode)
  if (problem !== undefined) return broken(state.reader.at, problem)
  const end = state.reader.end()
  return end < 0 || state.run > 0
    ? broken(state.reader.at, 'the picture data do not end with the picture')
    : end
}

const noRestart = 'a restart marker is missing'
const noDecode = 'the picture data do not decode'

/** A scan of one component visits its blocks in rows. */
function decodeAlone(scan: Scan, state: State, part: ScanPart, decode: Decode): string | undefined {
  const { blocksWide, blocksHigh, rowBlocks } = part.component
  let unitsLeft = scan.restartInterval
  for (let row = 0; row < blocksHigh; row += 1) {
    for (let column = 0; column < blocksWide; column += 1) {
      if (scan.restartInterval > 0) {
        if (unitsLeft === 0 && !restart(state)) return noRestart
        unitsLeft = (unitsLeft === 0 ? scan.restartInterval : unitsLeft) - 1
      }
      if (state.run > 0 && scan.first && scan.restartInterval === 0) {
        // Blocks of an end-of-band run hold nothing: a whole row of them is one step.
        const skipped = Math.min(state.run, blocksWide - column)
        state.run -= skipped
        column += skipped - 1
        continue
      }
      if (!decode(state, part, row * rowBlocks + column) || state.reader.overrun) return noDecode
    }
  }
  return undefined
}

/** A common scan visits units: of each component the blocks of one place of the picture. */
function decodeTogether(frame: Frame, scan: Scan, state: State, decode: Decode): string | undefined {
  let unitsLeft = scan.restartInterval
  for (let row = 0; row < frame.unitsHigh; row += 1) {
    for (let column = 0; column < frame.unitsWide; column += 1) {
      if (scan.restartInterval > 0) {
        if (unitsLeft === 0 && !restart(state)) return noRestart
        unitsLeft = (unitsLeft === 0 ? scan.restartInterval : unitsLeft) - 1
      }
      for (const part of scan.parts) {
        const { horizontal, vertical, rowBlocks } = part.component
        for (let down = 0; down < vertical; down += 1) {
          const first = (row * vertical + down) * rowBlocks + column * horizontal
          for (let across = 0; across < horizontal; across += 1) {
            if (!decode(state, part, first + across) || state.reader.overrun) return noDecode
          }
        }
      }
    }
  }
  return undefined
}

function restart(state: State): boolean {
  const { reader } = state
  const at = reader.end()
  if (at < 0 || state.run > 0) return false
  const marker = reader.marker(at)
  if (marker < 0xd0 || marker > 0xd7) return false
  state.reader = reader.continueAt(at + 2)
  state.dc.clear()
  return true
}

function decoderOf(frame: Frame, scan: Scan): Decode {
  if (!frame.progressive) return sequentialBlock
  if (scan.from === 0) return scan.first ? firstDc : refineDc
  return scan.first ? firstAc(frame, scan) : refineAc(frame, scan)
}

const sequentialBlock: Decode = (state, part) => {
  if (!firstDc(state, part, 0)) return false
  if (part.ac === undefined) return false
  for (let place = 1; place < 64; place += 1) {
    const value = state.reader.decode(part.ac)
    const [skip, size] = [value >> 4, value & 15]
    if (value < 0 || size > 10) return false
    if (size === 0) {
      if (skip === 0) return true
      if (skip !== 15) return false
    } else state.reader.read(size)
    place += skip
    if (place > 63) return false
  }
  return true
}

const firstDc: Decode = (state, part) => {
  const size = part.dc === undefined ? -1 : state.reader.decode(part.dc)
  if (size < 0 || size > 11) return false
  const raw = state.reader.read(size)
  const difference = size > 0 && raw < 1 << (size - 1) ? raw - (1 << size) + 1 : raw
  const dc = (state.dc.get(part.component) ?? 0) + difference
  state.dc.set(part.component, dc)
  return Math.abs(dc) * part.step <= maxDc
}

const refineDc: Decode = (state) => {
  state.reader.bit()
  return true
}

function firstAc(frame: Frame, { from, to }: Scan): Decode {
  return (state, part, block) => {
    if (state.run > 0) {
      state.run -= 1
      return true
    }
    if (part.ac === undefined) return false
    const marks = marksOf(frame, part)
    for (let place = from; place <= to; place += 1) {
      const value = state.reader.decode(part.ac)
      const [skip, size] = [value >> 4, value & 15]
      if (value < 0 || size > 10) return false
      if (size === 0 && skip < 15) {
        state.run = (1 << skip) - 1 + state.reader.read(skip)
        return true
      }
      place += skip
      if (place > to) return false
      if (size > 0) {
        state.reader.read(size)
        mark(marks, block, place)
      }
    }
    return true
  }
}

/** T.81, G.1.2.3: corrections for what is not zero already, between them at most one new coefficient a code. */
function refineAc(frame: Frame, { from, to }: Scan): Decode {
  return (state, part, block) => {
    const marks = marksOf(frame, part)
    let place = from
    if (state.run === 0) {
      if (part.ac === undefined) return false
      while (place <= to) {
        const value = state.reader.decode(part.ac)
        const [skip, size] = [value >> 4, value & 15]
        if (value < 0 || size > 1) return false
        if (size === 0 && skip < 15) {
          state.run = (1 << skip) + state.reader.read(skip)
          break
        }
        if (size === 1) state.reader.bit()
        let zeros = skip
        while (place <= to) {
          if (isMarked(marks, block, place)) state.reader.bit()
          else if (zeros === 0) break
          else zeros -= 1
          place += 1
        }
        if (place > to && (size === 1 || zeros > 0)) return false
        if (size === 1) mark(marks, block, place)
        place += 1
      }
    }
    if (state.run > 0) {
      for (; place <= to; place += 1) if (isMarked(marks, block, place)) state.reader.bit()
      state.run -= 1
    }
    return true
  }
}

function marksOf(frame: Frame, { component }: ScanPart): Uint32Array {
  const known = frame.nonZero.get(component.id)
  if (known !== undefined) return known
  const fresh = new Uint32Array(2 * component.blocks)
  frame.nonZero.set(component.id, fresh)
  return fresh
}

function mark(marks: Uint32Array, block: number, place: number): void {
  const at = 2 * block + (place >> 5)
  marks[at] = (marks[at] ?? 0) | (1 << (place & 31))
}

function isMarked(marks: Uint32Array, block: number, place: number): boolean {
  return ((marks[2 * block + (place >> 5)] ?? 0) & (1 << (place & 31))) !== 0
}
