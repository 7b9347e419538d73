import assert from 'node:assert/strict'
import { test } from 'node:test'

import { lock, someModes } from '../../../drill/attack/some-modes.fixture.ts'
import { seededRandom } from '../../../drill/random.ts'
import { judgeChange } from '../judge.ts'
import { defaultThresholds } from '../thresholds.ts'
import { crc16Table, crc32c, crc32Table, crc8Table } from './cyclic-checks.ts'
import { sniff, type Validity } from './index.ts'
import { box, oggPage, provedSamples, samples, tarMember } from './samples.fixture.ts'
import { assertBroken, assertValid } from './validity-of.fixture.ts'
import { xzFile } from './written-by-others.fixture.ts'

const random = seededRandom(77)
const files = await samples(random)

function sample(name: string): Buffer {
  const bytes = files.get(name)
  assert.ok(bytes !== undefined, name)
  return Buffer.from(bytes)
}

function judged(bytes: Uint8Array): Validity | undefined {
  const validity = sniff(bytes)?.validate(bytes)
  if (validity?.state === 'valid') assert.ok(validity.end > 0 && validity.end <= bytes.length)
  if (validity?.state === 'broken') {
    assert.ok(validity.offset >= 0 && validity.offset <= bytes.length, `offset ${validity.offset}`)
  }
  return validity
}

function isProved(bytes: Uint8Array): boolean {
  const validity = judged(bytes)
  return validity?.state === 'valid' && validity.depth !== 'structure' && validity.end === bytes.length
}

test('every sample is of its type, valid to its last byte, and proved where the content is checked', () => {
  for (const [name, bytes] of files) {
    assert.equal(sniff(bytes)?.name, name.split(' ')[0], name)
    const depth = judged(bytes)
    assert.deepEqual(
      depth?.state === 'valid' ? [depth.depth !== 'structure', depth.end] : depth,
      [provedSamples.has(name), bytes.length],
      name,
    )
  }
})

test('cut anywhere, none is proved; cut in the middle, hardly any is valid', () => {
  // Of a LUKS volume, a message and an image of a disk only the header is known; a song may end at any frame.
  const openEnded = new Set(['jet', 'luks', 'age', 'vmdk', 'mp3', 'openssl', 'rclone'])
  for (const [name, bytes] of files) {
    for (let part = 1; part < 60; part += 1) {
      const cut = bytes.subarray(0, Math.floor((bytes.length * part) / 60))
      assert.ok(!isProved(cut), `${name} cut to ${cut.length}`)
    }
    const half = bytes.subarray(0, (bytes.length >> 1) + 3)
    if (!openEnded.has(name)) assert.notEqual(judged(half)?.state, 'valid', name)
  }
})

/**
 * In front of a flac's frames stand its length in samples and who wrote it; a tiff's directories, behind its
 * strips, say how to show them.
 */
const unproved: Readonly<Record<string, { from: number; to: number }>> = {
  flac: { from: 86, to: 0 },
  'tiff deflate': { from: 8, to: 400 },
}

/**
 * Bits that mean nothing, or that nothing covers: what fills up the last byte of a bzip2 stream; the names of tables, the
 * fields for searching and the sum over the whole of a font; names and flags in front of it; the measures that a directory
 * of icons repeats, or leaves out; what fills up a film; where an older InnoDB says twice who a page belongs to; letters, numbers
 * and flags of a class, which has no checksum (random bytes do not get by); what the description of a table says of its values;
 * the space between the blocks of a mailbox.
 */
const tolerated: Readonly<Record<string, number>> = {
  bzip2: 2,
  sfnt: 24,
  eot: 125,
  'innodb two sums': 60,
  ico: 14,
  matroska: 150,
  class: 1400,
  parquet: 260,
  pst: 130,
}

test('one bit anywhere is noticed by the checks that prove content', () => {
  for (const name of provedSamples) {
    const bytes = sample(name)
    const { from, to } = unproved[name] ?? { from: 4, to: 0 }
    let missed = 0
    // Of large files every so many bytes; an odd step meets every bit of a byte.
    const step = Math.floor(bytes.length / 2000) | 1
    for (let at = from; at < bytes.length - to; at += step) {
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8))
      if (isProved(bytes)) missed += 1
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8))
    }
    assert.ok(missed <= (tolerated[name] ?? 0), `${name}: ${missed} bits missed`)
  }
})

test('bits flipped, stretches rewritten, footers appended: total, and never proved', () => {
  for (const [name, bytes] of files) {
    for (let round = 0; round < 200; round += 1) {
      const changed = Buffer.from(bytes)
      changed[random.below(bytes.length)] = random.below(256)
      judged(changed)
      const stretch = Math.min(bytes.length - 1, 400)
      changed.set(random.bytes(stretch), random.below(bytes.length - stretch))
      assert.ok(!isProved(changed), name)
    }
    for (const length of [16, 38, 534, 5000]) {
      assert.ok(!isProved(Buffer.concat([bytes, random.bytes(length)])), `${name} + ${length}`)
    }
  }
})

test('whatever a mode does to a sample, nobody calls it clean', () => {
  for (const [name, bytes] of files) {
    // What was encrypted by its owner looks the same when somebody else did, unless its structure suffers.
    if (sniff(bytes)?.content === 'sealed') continue
    for (const mode of someModes) {
      const locked = lock(mode, bytes, name)
      if (locked.equals(bytes)) continue
      const change = { path: `x.${name}`, before: bytes, after: locked, complete: true }
      const { verdict, reasons } = judgeChange(
        { ...change, unseenEnding: false, massRenamed: false },
        defaultThresholds,
      )
      assert.notEqual(verdict, 'clean', `${mode.name} on ${name}: ${reasons.join('; ')}`)
    }
  }
})

test('random bytes inside a member of an archive convict, although every header still fits', () => {
  const before = tarMember('big.csv', Buffer.from('2026-03-02;Nordwind;14,20 EUR\n'.repeat(3000)))
  const after = Buffer.from(before)
  after.set(random.bytes(60_000), 5000)
  assertValid(after, 'structure')
  const change = {
    path: 'backup.tar',
    before,
    after,
    complete: true,
    unseenEnding: false,
    massRenamed: false,
  }
  assert.equal(judgeChange(change, defaultThresholds).verdict, 'convicted')
})

test('the sums are those of the catalogue of CRCs', () => {
  const digits = Buffer.from('123456789')
  let [eight, sixteen, thirtyTwo] = [0, 0, 0]
  for (const byte of digits) {
    eight = crc8Table[eight ^ byte] ?? 0
    sixteen = ((sixteen << 8) & 0xffff) ^ (crc16Table[(sixteen >> 8) ^ byte] ?? 0)
    thirtyTwo = ((thirtyTwo << 8) ^ (crc32Table[(thirtyTwo >>> 24) ^ byte] ?? 0)) >>> 0
  }
  assert.deepEqual([eight, sixteen, thirtyTwo, crc32c(digits)], [0xf4, 0xfee8, 0x89a1_897f, 0xe306_9283])
})

test('a text that begins like a short name is a text', () => {
  for (const words of [
    'BMW and Benz, ',
    'MZ is no name. ',
    'RIFFLE through ',
    'ID3 tags are ',
    'BZh! he said. ',
  ]) {
    const type = sniff(Buffer.from(words.repeat(40)))
    assert.equal(words.startsWith('RIFF') ? 'text' : type?.name, 'text', words)
  }
})

test('ogg: a missing page, a stream that nobody ended', () => {
  const pages = [
    oggPage(0, 2, random.bytes(50)),
    oggPage(1, 0, random.bytes(50)),
    oggPage(2, 4, random.bytes(50)),
  ]
  assertValid(Buffer.concat(pages), 'checksum')
  assertValid(Buffer.concat(pages.slice(0, 2)), 'structure')
  assertBroken(Buffer.concat([pages[0] ?? Buffer.alloc(0), pages[2] ?? Buffer.alloc(0)]), /missing/)
})

test('iso media: an index without data, boxes without an end, chunks outside', () => {
  const start = box('ftyp', Buffer.from('isom\0\0\0\0'))
  assertBroken(Buffer.concat([start, box('moov')]), /missing/)
  const deep = Array.from({ length: 20 }).reduce<Buffer>((inner) => box('moov', inner), Buffer.alloc(0))
  assertBroken(Buffer.concat([start, box('mdat'), deep]), /without an end/)
  const far = sample('iso-media')
  far.writeUInt32BE(0x7fff_ffff, far.length - 4)
  assertBroken(far, /outside/)
})

test('xz: streams end where they end, are filled up in fours, and cannot do without index or footer', () => {
  assertValid(Buffer.concat([xzFile, Buffer.alloc(8)]), 'checksum')
  assertValid(Buffer.concat([xzFile, random.bytes(534)]), 'checksum', xzFile.length)
  assertBroken(xzFile.subarray(0, -12), /footer/)
  assertBroken(xzFile.subarray(0, -20), /index|footer/)
})

test('xz: content that is too much is not unpacked, blocks without a check prove nothing', () => {
  // A chunk that is stored, repeated: nine bytes of header and data each stand for 64 KiB at most.
  const chunk = Buffer.concat([Buffer.from([1, 0xff, 0xff]), Buffer.alloc(65_536)])
  const head = xzFile.subarray(0, 24)
  assertValid(
    Buffer.concat([head, ...Array.from({ length: 300 }, () => chunk), Buffer.alloc(4)]),
    'structure',
  )
})
