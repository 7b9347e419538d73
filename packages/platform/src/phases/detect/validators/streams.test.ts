import { test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'

import { seededRandom } from '../../../drill/random.ts'
import { zstdWithChecksum } from '../real-files.fixture.ts'
import { assertBroken, assertValid } from './validity-of.fixture.ts'

const random = seededRandom(31)
const log = Buffer.from('GET /index.html 200\n'.repeat(3000))

test('gzip: one member, several members and padding are proved', () => {
  const one = gzipSync(log)
  assertValid(one, 'checksum')
  assertValid(Buffer.concat([one, gzipSync('second'), gzipSync('')]), 'checksum')
  assertValid(Buffer.concat([one, Buffer.alloc(512)]), 'checksum')
})

test('gzip: header fields are skipped, impossible ones refused', () => {
  const plain = gzipSync(log)
  const header = Buffer.from([0x1f, 0x8b, 8, 4 + 8 + 16 + 2, 0, 0, 0, 0, 0, 3, 2, 0, 1, 2])
  const named = Buffer.concat([
    header,
    Buffer.from('name\0comment\0'),
    Buffer.from([0, 0]),
    plain.subarray(10),
  ])
  assertValid(named, 'checksum')
  const reserved = Buffer.from(plain)
  reserved[3] = 0x80
  assertBroken(reserved, /header/)
  assertBroken(Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0, 65, 66, 67]), /header/)
  assertBroken(Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0, 0xff, 0xff]), /header/)
})

test('gzip: a footer is behind the end, even one that looks like the beginning of a member', () => {
  const one = gzipSync(log)
  assertValid(Buffer.concat([one, random.bytes(534)]), 'checksum', one.length)
  assertBroken(Buffer.concat([one, Buffer.from([0x1f, 0x8b, 8, 0]), random.bytes(60)]), /decompress/)
})

test('gzip: wrong checksum, wrong length, cut off', () => {
  const one = gzipSync(log)
  for (const [back, what] of [
    [8, /checksum/],
    [4, /length/],
  ] as const) {
    const wrong = Buffer.from(one)
    wrong[one.length - back] = (wrong[one.length - back] ?? 0) ^ 1
    assertBroken(wrong, what)
  }
  assertBroken(one.subarray(0, -3), /checksum/)
  assertBroken(one.subarray(0, -30), /decompress/)
})

test('a bomb is not decompressed beyond the budget, and is not called broken', () => {
  const bomb = gzipSync(Buffer.alloc(129 * 1024 * 1024), { level: 9 })
  assertValid(bomb, 'structure')
  const zeros = zstdWithChecksum(Buffer.alloc(129 * 1024 * 1024))
  assertValid(zeros, 'structure')
})

test('gzip: a hundred thousand empty members are not all read', () => {
  const empty = gzipSync('')
  assertValid(Buffer.concat(Array.from({ length: 100_000 }, () => empty)), 'structure')
})

test('zstd: proved only by the checksum of its content', () => {
  const proved = zstdWithChecksum(log)
  assertValid(proved, 'checksum')
  assertValid(zstdCompressSync(log), 'structure')
  assertValid(Buffer.concat([proved, random.bytes(534)]), 'checksum', proved.length)
  assertValid(Buffer.concat([proved, zstdCompressSync(log)]), 'structure')
  assertBroken(proved.subarray(0, -2), /decompress/)
  const wrong = Buffer.from(proved)
  wrong[wrong.length - 1] = (wrong[wrong.length - 1] ?? 0) ^ 1
  assertBroken(wrong, /decompress/)
})
