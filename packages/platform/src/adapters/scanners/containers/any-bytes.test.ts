import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'

import fc from 'fast-check'

import { defaultLimits } from './limits.ts'
import { madeTar, madeZip } from './made.fixture.ts'
import { madeOle2 } from './ole2.fixture.ts'
import { openScratch } from './scratch.ts'
import { bytesSource } from './source.ts'
import { splitContent } from './split-content.ts'
import { processorMs } from '../../../../../../test/processor-time.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-any-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const limits = { ...defaultLimits, bytes: 32_000_000, members: 2_000, depth: 6 }
const text = Buffer.from('some text that packs well. '.repeat(200))
const mail = Buffer.from(
  `From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Transfer-Encoding: base64\n\n${text.toString('base64')}\n--x--\n`,
)
const zip = madeZip([
  { name: 'a', bytes: text },
  { name: 'b', bytes: randomBytes(3000), method: 0 },
])
const oneNote = Buffer.concat([
  Buffer.from('e4525c7b8cd8a74daeb15378d02996d3e716e3bd65261145a4c48d4d0b7a9eac', 'hex'),
  Buffer.from([text.length & 255, text.length >> 8, ...Array<number>(18).fill(0)]),
  text,
  Buffer.from('22a7fb71790f0b4abb13899256426b24', 'hex'),
])
const samples = {
  oneNote,
  zip,
  tar: madeTar([
    { name: 'a', bytes: text },
    { name: 'b', bytes: zip },
  ]),
  gzip: gzipSync(zip),
  zstd: zstdCompressSync(text),
  ole2: madeOle2([
    { name: 'small', bytes: text.subarray(0, 100) },
    { name: 'large', bytes: Buffer.concat([text, text]) },
  ]),
  mail,
  bzip2: Buffer.from(
    '425a68393141592653592c63a4100001a3918040012a4eccc020007053000014aa9ea0cd194da130' +
      '27d1302684c89a13227227626c4e02762702644d89d09a13627a13a13f898157e13c177245385090' +
      '2c63a410',
    'hex',
  ),
  sevenZip: Buffer.from(
    '377abcaf271c00046b13527a8c000000000000002000000000000000fa95271000399bc9f2e750b8' +
      'c5e25da5d4fb90d73e99255159fba4a6fa5c3fcd05d12e56853420daceed377a368832e471d91200' +
      '000000813307ae0fd10ff6b8a090a077b0fe9387e1aa3fa930d1ec229a1c9fd4786b496db74c94cf' +
      '28c0bf890d4be8095c128236ca73907888652b8a7fa2bab769a8708d9f74648162957e5e52765282' +
      '88b87a50f8d744eb77d4000017063101095b00070b01000123030101055d001000000c6e0a01d779' +
      '97310000',
    'hex',
  ),
  cpio: Buffer.from(
    `070707000001000001100644000000000000000001000000${'0'.repeat(11)}00000200000000004a\0abcd`,
  ),
  ar: Buffer.concat([Buffer.from(`!<arch>\n${'a'.padEnd(48)}${'4'.padEnd(10)}\`\nabcd`)]),
}

async function takeApart(bytes: Uint8Array): Promise<{ members: number; size: number }> {
  let [members, size] = [0, 0]
  for await (const piece of splitContent(bytesSource(bytes), { limits, scratch: openScratch(folder) })) {
    if ('problem' in piece) continue
    members += 1
    size += piece.member.source.size
    piece.member.release()
  }
  return { members, size }
}

/** Flips, cuts, repeats and joins: what transfers, disks and attackers do. */
const anyDamage = (sample: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .array(
      fc.record({
        at: fc.nat(sample.length - 1),
        kind: fc.constantFrom('flip', 'ones', 'cut', 'insert', 'repeat'),
        byte: fc.nat(255),
        length: fc.integer({ min: 1, max: 64 }),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((changes) => {
      let bytes = Buffer.from(sample)
      for (const { at, kind, byte, length } of changes) {
        const place = Math.min(at, bytes.length)
        const rest = bytes.subarray(place + length)
        if (kind === 'flip' && place < bytes.length) bytes[place] = byte
        else if (kind === 'ones') bytes.subarray(place, place + length).fill(255)
        else if (kind === 'cut') bytes = Buffer.concat([bytes.subarray(0, place), rest])
        else if (kind === 'insert')
          bytes = Buffer.concat([bytes.subarray(0, place), Buffer.alloc(length, byte), bytes.subarray(place)])
        else bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(0, 4096), rest])
      }
      return bytes
    })

for (const [name, sample] of Object.entries(samples)) {
  test(`${name}: taken apart when whole; damaged in any way it ends soon, within its limits, and does not throw`, async () => {
    assert.ok((await takeApart(sample)).members > 0, 'the sample has members')
    await fc.assert(
      fc.asyncProperty(anyDamage(sample), async (bytes) => {
        const started = processorMs()
        const { members, size } = await takeApart(bytes)
        assert.ok(members <= limits.members)
        assert.ok(size <= limits.bytes)
        assert.ok(processorMs() - started < 20_000)
      }),
      { numRuns: 150 },
    )
    assert.deepEqual(readdirSync(folder), [], 'no file stays')
  })
}

test('magic numbers with noise behind them end soon', async () => {
  const magics = [
    '504b0304',
    '1f8b0800',
    '28b52ffd',
    'd0cf11e0a1b11ae1',
    '425a6839314159265359',
    'fd377a585a000004',
    '377abcaf271c0004',
  ]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 5000 }), async (magic, noise) => {
      await takeApart(Buffer.concat([Buffer.from(magic, 'hex'), noise]))
    }),
  )
})

test('a directory that leads to a place before the file, in memory and on the disk', async () => {
  for (const size of [100, 17_000_000]) {
    const lost = madeZip([{ name: 'a', bytes: Buffer.alloc(10, 'x'), method: 0 }], Buffer.alloc(size))
    // The archive claims to begin behind the end of the file.
    lost.writeUInt32LE(0x7fff_ffff, lost.length - 6)
    await takeApart(gzipSync(lost))
  }
})

test('headers that promise 4 GiB, or chains that never end, cost neither', async () => {
  const huge = Buffer.from(zip)
  for (let at = 0; at + 4 < huge.length; at += 1) {
    const signature = huge.readUInt32LE(at)
    if (signature === 0x04034b50) huge.fill(255, at + 18, at + 26)
    if (signature === 0x02014b50) huge.fill(255, at + 20, at + 28)
  }
  const started = processorMs()
  await takeApart(huge)
  const ole2 = Buffer.from(samples.ole2)
  // Every chain leads to its own beginning.
  for (let at = 512; at < 1024; at += 4) ole2.writeUInt32LE(0, at)
  await takeApart(ole2)
  const many = madeZip(
    Array.from({ length: 5_000 }, (_, at) => ({ name: `${at}`, bytes: Buffer.from(`${at}`) })),
  )
  assert.equal((await takeApart(many)).members, limits.members)
  assert.ok(processorMs() - started < 20_000)
})
