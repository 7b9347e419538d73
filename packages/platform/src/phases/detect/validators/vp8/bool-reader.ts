/** The boolean entropy decoder of RFC 6386, §7, on one partition. Behind the end it reads zeros. */
export class BoolReader {
  /** Next byte. */
  private at: number
  private readonly end: number
  private readonly bytes: Uint8Array
  /** Two bytes of look-ahead at the start, as in the RFC. */
  private value: number
  private range = 255
  private shifted = 0

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes
    this.end = end
    this.at = start
    this.value = (this.next() << 8) | this.next()
  }

  /** One bit that is 0 with `probability` / 256. */
  bit(probability: number): 0 | 1 {
    const split = 1 + (((this.range - 1) * probability) >> 8)
    const shiftedSplit = split << 8
    let result: 0 | 1 = 0
    if (this.value >= shiftedSplit) {
      result = 1
      this.range -= split
      this.value -= shiftedSplit
    } else this.range = split
    while (this.range < 128) {
      this.value <<= 1
      this.range <<= 1
      this.shifted += 1
      if (this.shifted === 8) {
        this.shifted = 0
        this.value |= this.next()
      }
    }
    return result
  }

  /** A number of `bits` bits, the highest first. */
  number(bits: number): number {
    let value = 0
    for (let bit = 0; bit < bits; bit += 1) value = (value << 1) | this.bit(128)
    return value
  }

  flag(): boolean {
    return this.bit(128) === 1
  }

  /** True once symbols were read that the data cannot have held. */
  get overrun(): boolean {
    return this.at > this.end + 2
  }

  /**
   * True when the last symbol was the last of the partition: an encoder writes exactly the lower end of its
   * interval, so nothing but zeros remains. After wrong symbols this is a coincidence of 1 in thousands.
   */
  isUsedUp(): boolean {
    if (this.value !== 0 || this.overrun) return false
    for (let at = this.at; at < this.end; at += 1) if (this.bytes[at] !== 0) return false
    return this.end - this.at <= maxRest
  }

  private next(): number {
    const byte = this.at < this.end ? (this.bytes[this.at] ?? 0) : 0
    this.at += 1
    return byte
  }
}

/** Zeros that an encoder may leave behind its last symbol. */
const maxRest = 4
