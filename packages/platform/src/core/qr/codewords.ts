import { checkWordsOf } from './reed-solomon.ts'
import { largestVersion, roomOf } from './versions.ts'

/** Bytes as the codewords of the smallest version that holds them, blocks interleaved, check words behind. */
export function codewordsOf(bytes: Uint8Array): {
  readonly version: number
  readonly codewords: readonly number[]
} {
  const version = smallestFor(bytes.length)
  const { data, blocks, checkWords } = roomOf(version)
  const parts = shared(dataWords(bytes, version, data), blocks)
  const checks = parts.map((part) => checkWordsOf(part, checkWords))
  return { version, codewords: [...interleaved(parts), ...interleaved(checks)] }
}

/** Bits of the length: a byte up to version 9, two from there on. */
const lengthBits = (version: number): number => (version < 10 ? 8 : 16)

function smallestFor(bytes: number): number {
  for (let version = 1; version <= largestVersion; version++) {
    if (4 + lengthBits(version) + bytes * 8 <= roomOf(version).data * 8) return version
  }
  throw new RangeError(`${bytes} bytes are more than a QR code holds`)
}

/** Kind "bytes", length, the bytes, an end, and the filling that the standard wants. */
function dataWords(bytes: Uint8Array, version: number, room: number): readonly number[] {
  const bits = [
    '0100',
    bytes.length.toString(2).padStart(lengthBits(version), '0'),
    ...Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')),
  ].join('')
  const ended = bits.padEnd(Math.min(room * 8, bits.length + 4), '0')
  const whole = ended.padEnd(Math.ceil(ended.length / 8) * 8, '0')
  const words = (whole.match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 2))
  const filling = Array.from({ length: room - words.length }, (_, at) => (at % 2 === 0 ? 0xec : 0x11))
  return [...words, ...filling]
}

/** In so many parts; the last ones are longer by one where it does not come out even. */
function shared(words: readonly number[], blocks: number): readonly (readonly number[])[] {
  const short = Math.floor(words.length / blocks)
  const longer = words.length % blocks
  let from = 0
  return Array.from({ length: blocks }, (_, at) => {
    const to = from + short + (at >= blocks - longer ? 1 : 0)
    const part = words.slice(from, to)
    from = to
    return part
  })
}

function interleaved(parts: readonly (readonly number[])[]): readonly number[] {
  const longest = Math.max(...parts.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) => parts.flatMap((part) => part[at] ?? [])).flat()
}
