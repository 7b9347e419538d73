import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { attackModes } from '../attack-modes.ts'
import { clipped, every, spots } from '../engine/ranges.ts'

/** A file of one letter: what differs from it was encrypted. */
function blocksHit(name: string, size: number, path = 'share/file.dat', block = 16): number[] {
  const plain = Buffer.alloc(size, 'a')
  const mode = attackModes.find((one) => one.name === name)
  const bytes = mode?.encrypt(plain, path, 'campaign')?.bytes
  assert.ok(bytes !== undefined, name)
  return Array.from({ length: Math.ceil(size / block) }, (_, place) => place).filter((place) => {
    const end = Math.min(size, (place + 1) * block)
    return !bytes.subarray(place * block, end).equals(plain.subarray(place * block, end))
  })
}

/** The same as ranges `[from, to)` of bytes. */
function rangesHit(name: string, size: number, path?: string): [number, number][] {
  const ranges: [number, number][] = []
  for (const block of blocksHit(name, size, path)) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === block * 16) last[1] = Math.min(size, block * 16 + 16)
    else ranges.push([block * 16, Math.min(size, block * 16 + 16)])
  }
  return ranges
}

test('ranges stay inside the file', () => {
  const number = fc.integer({ min: 0, max: 5000 })
  fc.assert(
    fc.property(number, number, fc.integer({ min: 1, max: 500 }), number, (size, from, step, length) => {
      const all = [
        ...clipped(size, [[from, length]]),
        ...every(size, step, length, from),
        ...spots(size, 9, step, length),
      ]
      for (const range of all) {
        assert.ok(range.offset >= 0 && range.length > 0 && range.offset + range.length <= size)
      }
    }),
  )
})

test('Akira encrypts the first part of small files and spots of large ones', () => {
  assert.deepEqual(rangesHit('akira-50', 1_600_000), [[0, 800_000]])
  assert.deepEqual(rangesHit('akira-10', 1_600_000), [[0, 160_000]])
  // 10 % of the size at 0, 12, 24 and 36 %.
  assert.deepEqual(rangesHit('akira-50', 4_000_000), [
    [0, 400_000],
    [480_000, 880_000],
    [960_000, 1_360_000],
    [1_440_000, 1_840_000],
  ])
  // Disks of machines as a whole.
  assert.deepEqual(rangesHit('akira-10', 160_000, 'vm/disk.vmdk'), [[0, 160_000]])
})

test('Conti encrypts three or five equal chunks', () => {
  assert.deepEqual(rangesHit('conti-20', 1_600_000), [
    [0, 112_000],
    [744_000, 856_000],
    [1_488_000, 1_600_000],
  ])
  assert.equal(rangesHit('conti-50', 1_600_000).length, 5)
  assert.deepEqual(rangesHit('conti-header', 3_000_000), [[0, 1_048_576]])
})

test('LockBit, BlackCat, Babuk, INC: heads and steps', () => {
  assert.deepEqual(rangesHit('lockbit2-head', 100_000), [[0, 4096]])
  assert.deepEqual(rangesHit('lockbit3-first-block', 400_000), [[0, 131_072]])
  assert.deepEqual(rangesHit('lockbit3-spaced', 1_000_000), [
    [0, 131_072],
    [393_216, 524_288],
    [786_432, 917_504],
  ])
  assert.deepEqual(rangesHit('blackcat-head-only', 400_000), [[0, 65_536]])
  assert.deepEqual(rangesHit('inc', 7_000_000), [
    [0, 1_000_000],
    [3_000_000, 4_000_000],
    [6_000_000, 7_000_000],
  ])
  assert.deepEqual(rangesHit('babuk-nas', 6_000_000), [[0, 4_194_304]])
})

test('Basta leaves two of three blocks and a last part of one', () => {
  assert.deepEqual(rangesHit('basta-2023', 6000 + 30).slice(0, 2), [
    [0, 64],
    [192, 256],
  ])
  assert.deepEqual(rangesHit('basta-2023', 4000), [[0, 62 * 64]])
  assert.deepEqual(rangesHit('lockfile', 80), [
    [0, 16],
    [32, 48],
    [64, 80],
  ])
})

test('header keepers keep the header, mid-file modes both ends', () => {
  const head = (name: string, size: number) =>
    attackModes.find((mode) => mode.name === name)?.encrypt(Buffer.alloc(size, 'a'), 'a.bin', 'c')?.bytes
  assert.ok(head('hive-6', 20_000)?.subarray(0, 0x3e).equals(Buffer.alloc(0x3e, 'a')))
  assert.ok(head('djvu', 20_000)?.subarray(0, 5).equals(Buffer.alloc(5, 'a')))
  assert.deepEqual(rangesHit('djvu', 200_000), [[0, 0x25800]])
  assert.deepEqual(rangesHit('mid-file-10', 160_000), [[72_000, 88_000]])
  assert.deepEqual(rangesHit('keep-first-4096', 16_000), [[4096, 16_000]])
})

test('spots of Shinra and Proton depend on size and kind', () => {
  assert.equal(rangesHit('shinra', 2_000_000).length, 3)
  assert.equal(rangesHit('shinra', 2_000_000, 'shop.sqlite').length, 4)
  assert.equal(rangesHit('proton', 3_000_000).length, 3)
  assert.deepEqual(rangesHit('proton', 3_000_000).at(-1)?.[1], 3_000_000)
})

test('electronic code book repeats, and so do reused keystreams', () => {
  const attacked = (name: string) =>
    attackModes.find((mode) => mode.name === name)?.encrypt(Buffer.alloc(16_384, 'a'), 'a.bin', 'c')?.bytes ??
    Buffer.alloc(0)
  const distinct = (name: string) =>
    new Set(
      Array.from({ length: 1024 }, (_, block) => attacked(name).toString('hex', block * 16, block * 16 + 16)),
    ).size
  assert.equal(distinct('medusalocker-full'), 1)
  assert.equal(distinct('ecb-full'), 1)
  assert.equal(distinct('xor-32'), 2)
  // Blocks of 64 bytes of one keystream, and plain text.
  assert.equal(distinct('basta-2023'), 5)
  assert.equal(distinct('full'), 1024)
})

/** What a file grows by, from the decryptors. */
const footers: Readonly<Record<string, number>> = {
  'akira-10': 534,
  'akira-20': 534,
  'akira-50': 534,
  'conti-full': 534,
  'conti-20': 534,
  'hive-6': 658,
  'hunters-1': 661,
  'hunters-2-mode-4': 640,
  inc: 35,
  'babuk-esxi': 32,
  'babuk-nas': 38,
  'qilin-fast': 550,
  'medusalocker-full': 1556,
  shinra: 768,
  proton: 176,
  'revil-fast': 232,
  play: 1064,
}

test('footers have the length of their family, and hold the size', () => {
  for (const [name, grown] of Object.entries(footers)) {
    const mode = attackModes.find((one) => one.name === name)
    for (const size of [160, 16_000]) {
      const attacked = mode?.encrypt(Buffer.alloc(size, 'b'), 'a/b.txt', 'c')
      assert.equal(attacked?.bytes.length, size + grown, name)
    }
  }
  const akira = attackModes.find(({ name }) => name === 'akira-20')?.encrypt(Buffer.alloc(4242), 'a', 'c')
  assert.equal(akira?.bytes.readBigUInt64LE(4242 + 14), 4242n)
  assert.equal(akira?.bytes[4242 + 13], 20)
  const play = attackModes.find(({ name }) => name === 'play')?.encrypt(Buffer.alloc(1), 'a', 'c')
  assert.equal(play?.bytes.length, 1080, 'the smallest file that Play leaves')
})
