import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { after, before, test } from 'node:test'

import fc from 'fast-check'

import { type MediaCase, mediaCase } from '../media.fixture.ts'
import { archiveFile, readHeader, sha256, volumeName } from '../volume/index.ts'
import { readVolume, type ReadFile } from './read-volume.ts'

let media: MediaCase
let volume: Buffer
/** Bytes of the archive that mean something: not padding, not the end. */
let meaningful: [number, number][]

before(async () => {
  media = await mediaCase()
  const record = await media.begin()
  assert.ok(record.volumes.length >= 2)
  await media.write(record, media.at('volumes'))
  volume = readFileSync(media.at('volumes', volumeName('set', 1)))
  meaningful = extents(volume)
})
after(() => media[Symbol.dispose]())

function extents(bytes: Buffer): [number, number][] {
  const found: [number, number][] = []
  for (let at = 0; at + 512 <= bytes.length;) {
    const header = readHeader(bytes.subarray(at, at + 512))
    if (header.is !== 'file') break
    // The last bytes of a header block are not used, its checksum covers them all the same.
    found.push([at, at + 512 + header.size])
    at += 512 + Math.ceil(header.size / 512) * 512
  }
  return found
}

async function* pieces(bytes: Uint8Array, size = 70_001): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function read(bytes: Uint8Array) {
  const files: ReadFile[] = []
  const report = await readVolume(pieces(bytes), { onFile: async (file) => void files.push(file) })
  // Whatever comes out of a medium is what its name says.
  for (const { kind, id, bytes: content } of files) {
    if (kind !== 'config') assert.equal(sha256(content), id)
  }
  return { report, files }
}

test('a volume as it was written is whole', async () => {
  const { report } = await read(volume)
  assert.deepEqual(report.findings, [])
  assert.equal(report.isWhole, true)
  assert.equal(report.label?.set, 'set')
  assert.equal(report.seal?.catalogue, sha256(report.catalogue ?? Buffer.alloc(0)))
})

test('a flipped bit anywhere but in padding is found, and what is around it is read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(), fc.nat(7), async (extent, offset, bit) => {
      const [from, to] = meaningful[extent % meaningful.length] ?? [0, 1]
      const at = from + (offset % (to - from))
      const spoilt = Buffer.from(volume)
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << bit)
      const { report } = await read(spoilt)
      assert.equal(report.isWhole, false, `byte ${at}, bit ${bit}`)
      assert.ok(report.files >= meaningful.length - 10, `${report.files} files`)
    }),
    { numRuns: 300 },
  )
})

test('a volume cut off anywhere is not whole, and names what it lacks', async () => {
  const whole = (await read(volume)).report
  const sealed = (meaningful.at(-1)?.[1] ?? 0) / 512
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (where) => {
      const cut = volume.subarray(0, where % (Math.floor(sealed) * 512))
      const { report } = await read(cut)
      assert.equal(report.isWhole, false)
      assert.ok(report.findings.some(({ code }) => code === 'unsealed'))
      assert.ok(report.files <= whole.files)
    }),
    { numRuns: 100 },
  )
})

test('garbage in the middle costs what it covers', async () => {
  const spoilt = Buffer.from(volume)
  const [from, to] = meaningful.at(3) ?? [0, 0]
  randomBytes(to - from).copy(spoilt, from)
  const { report } = await read(spoilt)
  assert.equal(report.isWhole, false)
  assert.equal(report.missing.length, 1)
  assert.ok(report.findings.some(({ code, at }) => code === 'header-damaged' && at === from))
})

test('a stretch of zeros in the middle is not the end', async () => {
  const spoilt = Buffer.from(volume)
  const [from, to] = meaningful.at(4) ?? [0, 0]
  spoilt.fill(0, from, to)
  const { report } = await read(spoilt)
  assert.equal(report.missing.length, 1)
  assert.ok(report.seal !== undefined)
})

test('bytes of anybody never end in anything but findings', async () => {
  const path = fc.oneof(
    fc.string({ maxLength: 90 }),
    fc.constantFrom(
      '../../etc/passwd',
      '/etc/passwd',
      'data/ab/../../x',
      'locks/x',
      'anlauf-media/../x',
      'config',
    ),
  )
  const entry = fc.tuple(path, fc.uint8Array({ maxLength: 2_000 })).map(([name, bytes]) => {
    const ascii = name.replaceAll(/[^\x20-\x7e]/g, '_')
    return Buffer.concat([...archiveFile(ascii, bytes, 0)])
  })
  const part = fc.oneof(
    entry,
    fc.uint8Array({ maxLength: 1_500 }).map((bytes) => Buffer.from(bytes)),
    fc.nat(volume.length - 1).map((from) => volume.subarray(from, from + 3_000)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
      const { report, files } = await read(Buffer.concat(parts))
      assert.equal(report.isWhole, false)
      for (const { kind, id } of files)
        assert.match(`${kind}/${id}`, /^(?:config\/config|(?:data|keys|index|snapshots)\/[0-9a-f]{64})$/)
    }),
    { numRuns: 300 },
  )
})

test('links, folders and devices in an archive are passed over, a promised terabyte is not allocated', async () => {
  const odd = (type: string, size: number): Buffer => {
    const [header = Buffer.alloc(0)] = [...archiveFile(`data/ab/ab${'0'.repeat(62)}`, Buffer.alloc(0), 0)]
    const block = Buffer.from(header)
    block.write(type, 156, 'latin1')
    block.write(size.toString(8).padStart(11, '0'), 124, 'latin1')
    block.write('        ', 148, 'latin1')
    const sum = block.reduce((total, byte) => total + byte, 0)
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    return block
  }
  for (const type of ['1', '2', '3', '4', '5', '6', 'x', 'L', 'K']) {
    const { report, files } = await read(Buffer.concat([odd(type, 0), volume]))
    assert.deepEqual(files.map(({ kind }) => kind).includes('config'), true)
    assert.ok(
      report.findings.some(({ code }) => code === 'foreign-entry'),
      type,
    )
  }
  const { report } = await read(Buffer.concat([odd('0', 8 ** 11 - 1), volume]))
  assert.ok(report.findings.some(({ code }) => code === 'too-large'))
  assert.equal(report.missing.length, 0)
})

test('a volume is closed once it was read, also when the reading ended before its end', async () => {
  const path = media.at('volumes', volumeName('set', 1))
  const open = (): number =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === path
      } catch {
        return false
      }
    }).length
  for (const stop of [true, false]) await readVolume(path, { stopBefore: () => stop })
  // A stream closes its file in a turn of its own.
  for (let turn = 0; turn < 100 && open() > 0; turn += 1) await new Promise(setImmediate)
  assert.equal(open(), 0)
})

test('another seal than the one that was written down is told', async () => {
  const { catalogue } = (await read(volume)).report
  assert.ok(catalogue)
  for (const [expected, isWhole] of [
    [sha256(catalogue), true],
    ['0'.repeat(64), false],
  ] as const) {
    const report = await readVolume(pieces(volume), { expectedCatalogue: () => expected })
    assert.equal(report.isWhole, isWhole)
  }
})
