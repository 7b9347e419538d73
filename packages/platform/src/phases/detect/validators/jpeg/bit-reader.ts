import type { HuffmanTable } from './huffman.ts'

/**
 * Reads the entropy-coded bytes of one restart interval: `FF 00` is the byte FF, any other `FF xx` ends it.
 * Reading on behind the end gives ones, as T.81 pads, and sets `overrun` when a whole byte was missing.
 */
export class BitReader {
  /** Next byte to fetch. */
  at: number
  private held = 0
  private bits = 0
  private borrowed = 0
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes
    this.at = start
  }

  /** More was read than there is. */
  get overrun(): boolean {
    return this.borrowed > this.bits
  }

  bit(): number {
    if (this.bits === 0) this.fetch()
    this.bits -= 1
    return (this.held >>> this.bits) & 1
  }

  read(count: number): number {
    while (this.bits < count) this.fetch()
    this.bits -= count
    return (this.held >>> this.bits) & ((1 << count) - 1)
  }

  /** The next value, −1 when no code fits. */
  decode(table: HuffmanTable): number {
    while (this.bits < 16) this.fetch()
    const short = table.short[(this.held >>> (this.bits - 8)) & 0xff] ?? 0
    if (short !== 0) {
      this.bits -= short >>> 8
      return short & 0xff
    }
    for (let length = 9; length <= 16; length += 1) {
      const place = ((this.held >>> (this.bits - length)) & ((1 << length) - 1)) - (table.first[length] ?? 0)
      if (place >= 0 && place < (table.counts[length] ?? 0)) {
        this.bits -= length
        return table.values[(table.offsets[length] ?? 0) + place] ?? -1
      }
    }
    return -1
  }

  /** Position behind the data when all whole bytes were used; −1 when some are left over or were missing. */
  end(): number {
    if (this.overrun) return -1
    const whole = (this.bits - this.borrowed) >> 3
    return whole === 0 ? this.at : -1
  }

  /** The marker byte at a position that holds a marker, −1 otherwise. */
  marker(at: number): number {
    return this.bytes[at] === 0xff ? (this.bytes[at + 1] ?? -1) : -1
  }

  /** A fresh reader behind a restart marker. */
  continueAt(at: number): BitReader {
    return new BitReader(this.bytes, at)
  }

  private fetch(): void {
    // 24 bits are the most that any caller needs at once; older ones fall out at the top.
    this.held = (this.held << 8) & 0xffffffff
    this.bits += 8
    const byte = this.bytes[this.at]
    if (byte === undefined || (byte === 0xff && this.bytes[this.at + 1] !== 0)) {
      this.held |= 0xff
      this.borrowed += 8
      return
    }
    this.held |= byte
    this.at += byte === 0xff ? 2 : 1
  }
}
