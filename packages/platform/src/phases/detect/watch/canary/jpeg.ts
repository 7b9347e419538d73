import type { Draw } from './language.ts'
import { softLight } from './light.ts'

/** Bytes that a pixel takes with this step, measured on ten pictures. */
const bytesAPixel = 0.3
/** One step for all frequencies: grain stays, as in the pictures of telephones. */
const step = 6

/** A picture of soft light with grain, in grey (ITU-T T.81, baseline, one component). */
export function jpeg(draw: Draw, bytes: number): Buffer {
  const width = 8 * Math.max(2, Math.round(Math.sqrt((Math.max(0, bytes - 700) / bytesAPixel) * (4 / 3)) / 8))
  const height = 8 * Math.max(2, Math.round((width * 3) / 32))
  const frame = Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xdb, Buffer.from([0, ...Array.from({ length: 64 }, () => step)])),
    segment(0xc0, frame),
    segment(0xc4, table(0x00, dcSymbols, dcBits)),
    segment(0xc4, table(0x10, acSymbols, acBits)),
    segment(0xda, Buffer.from([1, 1, 0x00, 0, 63, 0])),
    scan(softLight(draw), width, height),
    Buffer.from([0xff, 0xd9]),
  ])
}

/** Codes of one length each, in canonical order: the code of a symbol is its place. */
const [dcBits, acBits] = [4, 8]
const dcSymbols = Array.from({ length: 12 }, (_, size) => size)
const zeros = Array.from({ length: 16 }, (_, run) => run)
const acSymbols = [
  0x00,
  0xf0,
  ...zeros.flatMap((run) => Array.from({ length: 10 }, (_, size) => 16 * run + size + 1)),
]
const acCodes = new Map(acSymbols.map((symbol, code) => [symbol, code]))

function segment(marker: number, body: Buffer): Buffer {
  const length = body.length + 2
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 255]), body])
}

function table(id: number, symbols: readonly number[], bits: number): Buffer {
  const counts = Array.from({ length: 16 }, (_, at) => (at + 1 === bits ? symbols.length : 0))
  return Buffer.from([id, ...counts, ...symbols])
}

const cosines = Float64Array.from({ length: 64 }, (_, at) => {
  const [u, x] = [at >> 3, at & 7]
  return Math.cos(((2 * x + 1) * u * Math.PI) / 16) * (u === 0 ? Math.SQRT1_2 : 1) * 0.5
})

/** Places of a block from low to high frequencies. */
const zigzag = Array.from({ length: 64 }, (_, at) => at).toSorted((a, b) => order(a) - order(b))

function order(at: number): number {
  const [row, column] = [at >> 3, at & 7]
  const diagonal = row + column
  return 16 * diagonal + (diagonal % 2 === 0 ? column : row)
}

function scan(light: (x: number, y: number) => number, width: number, height: number): Buffer {
  const bits = bitWriter()
  let before = 0
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      const [dc = 0, ...ac] = coefficients((x, y) => light(left + x, top + y) - 128)
      writeValue(bits, dc - before, (size) => bits.add(size, dcBits))
      before = dc
      let run = 0
      for (const value of ac.slice(0, ac.findLastIndex((one) => one !== 0) + 1)) {
        if (value === 0) run += 1
        else {
          for (; run > 15; run -= 16) bits.add(acCodes.get(0xf0) ?? 0, acBits)
          const zerosBefore = run
          writeValue(bits, value, (size) => bits.add(acCodes.get(16 * zerosBefore + size) ?? 0, acBits))
          run = 0
        }
      }
      if (ac.at(-1) === 0) bits.add(acCodes.get(0x00) ?? 0, acBits)
    }
  }
  return bits.end()
}

/** The quantised frequencies of a block, low ones first. */
function coefficients(pixel: (x: number, y: number) => number): readonly number[] {
  const rows = new Float64Array(64)
  for (let y = 0; y < 8; y += 1) {
    const line = Array.from({ length: 8 }, (_, x) => pixel(x, y))
    for (let u = 0; u < 8; u += 1)
      rows[8 * y + u] = line.reduce((sum, value, x) => sum + value * (cosines[8 * u + x] ?? 0), 0)
  }
  return zigzag.map((at) => {
    let sum = 0
    for (let y = 0; y < 8; y += 1) sum += (rows[8 * y + (at & 7)] ?? 0) * (cosines[8 * (at >> 3) + y] ?? 0)
    return Math.round(sum / step) | 0
  })
}

interface BitWriter {
  add(value: number, count: number): void
  end(): Buffer
}

/** A number as its length, in a code, and that many bits (T.81, F.1.2). */
function writeValue(bits: BitWriter, value: number, writeSize: (size: number) => void): void {
  const size = 32 - Math.clz32(Math.abs(value))
  writeSize(size)
  if (size > 0) bits.add(value > 0 ? value : value + 2 ** size - 1, size)
}

/** Bits from high to low; a zero follows each byte of ones, ones fill the last byte. */
function bitWriter(): BitWriter {
  const bytes: number[] = []
  let [held, count] = [0, 0]
  const writer: BitWriter = {
    add(value, length) {
      for (let at = length - 1; at >= 0; at -= 1) {
        held = held * 2 + ((value >> at) & 1)
        count += 1
        if (count < 8) continue
        bytes.push(held)
        if (held === 0xff) bytes.push(0)
        ;[held, count] = [0, 0]
      }
    },
    end() {
      if (count > 0) writer.add(2 ** (8 - count) - 1, 8 - count)
      return Buffer.from(bytes)
    },
  }
  return writer
}
