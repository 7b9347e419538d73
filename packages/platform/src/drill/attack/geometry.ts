import { type ByteRange, clipped, every, kibibyte } from './engine/ranges.ts'
import { akiraRanges } from './families/akira.ts'
import { basta2023Ranges } from './families/basta.ts'
import { contiRanges } from './families/conti.ts'

/** Which bytes are encrypted: a bare geometry for tests of the detector, without names and notes. */
export interface Geometry {
  readonly name: string
  /** Ranges of a file of `size` bytes, clipped to it. */
  ranges(size: number): readonly ByteRange[]
  /** 64 bytes of keystream are used again for every range (a real family's mistake). */
  readonly reusesKeystream?: boolean
  /** Bytes appended to every file; they begin with the original size. */
  readonly footerBytes?: number
}

/** Everything, in place. */
export const full: Geometry = { name: 'full', ranges: (size) => clipped(size, [[0, size]]) }

/** Akira at 50 %: small files the first half, larger ones four spots of 10 %; footer of 534 bytes. */
export const akira: Geometry = { name: 'akira', footerBytes: 534, ranges: (size) => akiraRanges(size, 50) }

/** Conti at 20 %: three spots of 7 % with equal gaps; footer of 534 bytes. */
export const conti: Geometry = { name: 'conti', footerBytes: 534, ranges: (size) => contiRanges(size, 20) }

/** Black Basta, April 2023: 64 bytes of every 192, each with the same 64 bytes of keystream. */
export const basta: Geometry = {
  name: 'basta',
  reusesKeystream: true,
  footerBytes: 133,
  ranges: basta2023Ranges,
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
