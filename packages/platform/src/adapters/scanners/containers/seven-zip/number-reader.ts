/** Thrown for whatever does not hold together; never leaves this folder. */
export class TornHeader extends Error {}

/** Bytes of a header of 7z (7zFormat.txt of the LZMA SDK), from the first to the last. */
export interface NumberReader {
  byte(): number
  bytes(count: number): Buffer
  /** A number of one to nine bytes: the ones at the top of the first say how many follow. */
  number(): number
  /** A number that counts things; no more of them than bytes that could describe them. */
  count(): number
  skip(count: number): void
  /** For `count` things whether they are defined: all at once, or bit by bit. */
  defined(count: number): boolean[]
}

export function numberReader(data: Buffer): NumberReader {
  let at = 0
  const bytes = (count: number): Buffer => {
    if (count < 0 || at + count > data.length) throw new TornHeader('it ends too early')
    at += count
    return data.subarray(at - count, at)
  }
  const byte = (): number => bytes(1)[0] ?? 0
  const number = (): number => {
    const first = byte()
    let value = 0
    for (let place = 0; place < 8; place += 1) {
      const mask = 0x80 >> place
      if ((first & mask) === 0) return checked(value + (first & (mask - 1)) * 2 ** (8 * place))
      value += byte() * 2 ** (8 * place)
    }
    return checked(value)
  }
  return {
    byte,
    bytes,
    number,
    count() {
      const value = number()
      if (value > maxCount) throw new TornHeader('an impossible count')
      return value
    },
    skip: (count) => void bytes(count),
    defined(count) {
      if (byte() !== 0) return Array.from({ length: count }, () => true)
      const bits = bytes(Math.ceil(count / 8))
      return Array.from(
        { length: count },
        (_, place) => (((bits[place >> 3] ?? 0) << (place & 7)) & 0x80) !== 0,
      )
    },
  }
}

/** Streams and folders of one archive; 200 bytes of memory each. */
const maxCount = 1_000_000

function checked(value: number): number {
  if (!Number.isSafeInteger(value)) throw new TornHeader('an impossible number')
  return value
}
