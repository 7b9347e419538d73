/** Bytes [offset, offset + length) of a file. */
export interface ByteRange {
  readonly offset: number
  readonly length: number
}

/** Which bytes a family encrypts, and how; facts from `detect.md` §8.2 of the design, reversible with fixed keys. */
export interface Geometry {
  readonly name: string
  /** Ranges of a file of `size` bytes, clipped to it, without overlap. */
  ranges(size: number): readonly ByteRange[]
  /** 64 bytes of keystream are used again for every range (a real family's mistake). */
  readonly reusesKeystream?: boolean
  /** Bytes appended to every file; they begin with the original size. */
  readonly footerBytes?: number
}

const kibibyte = 1024
const megabyte = 1_000_000

/** Everything, in place. */
export const full: Geometry = { name: 'full', ranges: (size) => clipped(size, [[0, size]]) }

/** Akira at 50 %: small files the first half, larger ones four spots of 2.5 %; footer of 534 bytes. */
export const akira: Geometry = {
  name: 'akira',
  footerBytes: 534,
  ranges(size) {
    if (size <= 2 * megabyte) return clipped(size, [[0, Math.ceil(size / 2)]])
    const chunk = Math.floor((size * 0.5) / 3 / 2)
    const step = Math.floor((size - chunk * 2) / 3)
    return clipped(size, [
      [0, chunk],
      [step, chunk],
    ])
  },
}

/** Conti at 20 %: three spots of 7 % with equal gaps; footer of 534 bytes. */
export const conti: Geometry = {
  name: 'conti',
  footerBytes: 534,
  ranges(size) {
    const chunk = Math.ceil((size / 100) * 7)
    const gap = Math.floor((size - 3 * chunk) / 2)
    return clipped(size, [
      [0, chunk],
      [chunk + gap, chunk],
      [2 * (chunk + gap), chunk],
    ])
  },
}

/** Black Basta, April 2023: 64 bytes of every 192, each with the same 64 bytes of keystream. */
export const basta: Geometry = {
  name: 'basta',
  reusesKeystream: true,
  footerBytes: 133,
  ranges(size) {
    const stride = size < 5000 ? 64 : 192
    return every(size, stride, 64).filter((range) => range.length === 64)
  },
}

/** LockFile: 16 of every 32 bytes. */
export const lockFile: Geometry = { name: 'lockfile', ranges: (size) => every(size, 32, 16) }

/** STOP/Djvu: the first 150 KB, but the first five bytes stay. */
export const djvu: Geometry = {
  name: 'djvu',
  footerBytes: 334,
  ranges: (size) => clipped(size, [[5, 0x25800 - 5]]),
}

/** Hive: everything, but the first 62 bytes stay. */
export const hive: Geometry = {
  name: 'hive',
  footerBytes: 658,
  ranges: (size) => clipped(size, [[62, size]]),
}

/** LockBit 2: the first 4 KiB. */
export const lockBitHead: Geometry = {
  name: 'lockbit-head',
  ranges: (size) => clipped(size, [[0, 4 * kibibyte]]),
}

export const geometries: readonly Geometry[] = [full, akira, conti, basta, lockFile, djvu, hive, lockBitHead]

function every(size: number, stride: number, length: number): ByteRange[] {
  return clipped(
    size,
    Array.from({ length: Math.ceil(size / stride) }, (_, block) => [block * stride, length]),
  )
}

function clipped(size: number, ranges: readonly (readonly number[])[]): ByteRange[] {
  return ranges
    .map(([offset = 0, length = 0]) => ({ offset, length: Math.min(length, size - offset) }))
    .filter((range) => range.offset >= 0 && range.length > 0)
}
