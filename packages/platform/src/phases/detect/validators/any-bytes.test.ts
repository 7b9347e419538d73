import assert from 'node:assert/strict'
import { before, test } from 'node:test'

import fc from 'fast-check'

import { lock, someModes } from '../../../drill/attack/some-modes.fixture.ts'
import { seededRandom } from '../../../drill/random.ts'
import { deepKinds, realFiles } from '../real-files.fixture.ts'
import { type ContentType, contentTypes, promisedType, sniff, textType, type Validity } from './index.ts'
import { anyByte } from './validity.ts'
import { processorMs } from '../../../../../../test/processor-time.ts'

/** What every check shares, whatever the format. */
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(11)
})

const allTypes = [...contentTypes, textType]

/** Noise behind one of the beginnings of a type. */
function grafted({ magic = [] }: ContentType, noise: Uint8Array): Uint8Array {
  const pattern = magic[noise.length % Math.max(1, magic.length)] ?? []
  const [from, start] = 'from' in pattern ? [pattern.from, pattern.bytes] : [0, pattern]
  const front = Uint8Array.from({ length: from }, (_, at) => noise[at % Math.max(1, noise.length)] ?? 0)
  return Uint8Array.from([...front, ...start.map((byte) => (byte === anyByte ? 0 : byte)), ...noise])
}

function assertTotal(validity: Validity, bytes: Uint8Array): void {
  if (validity.state === 'valid')
    assert.ok(validity.end > 0 && validity.end <= bytes.length, `end ${validity.end}`)
  else {
    assert.ok(validity.offset >= 0 && validity.offset <= bytes.length, `offset ${validity.offset}`)
    assert.match(validity.what, /\w/)
  }
}

function isProved(validity: Validity | undefined, bytes: Uint8Array): boolean {
  return validity?.state === 'valid' && validity.depth !== 'structure' && validity.end === bytes.length
}

test('real files are recognised, valid to their last byte, and proved where the check is deep', () => {
  for (const [name, bytes] of files) {
    const type = sniff(bytes)
    assert.equal(type?.name, promisedType(name.replace(/\.log$/, '.txt'))?.name, name)
    const validity = type?.validate(bytes)
    assert.equal(validity?.state, 'valid', `${name}: ${JSON.stringify(validity)}`)
    assert.ok(validity?.state === 'valid' && validity.end === bytes.length, name)
    assert.equal(validity.depth !== 'structure', deepKinds.has(name), `${name} is ${validity.depth}`)
  }
})

test('no check throws on random bytes, with or without the right beginning', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...allTypes),
      fc.uint8Array({ maxLength: 3000 }),
      fc.boolean(),
      (type, noise, graft) => {
        const bytes = graft ? grafted(type, noise) : noise
        const validity = type.validate(bytes)
        if (bytes.length > 0) assertTotal(validity, bytes)
        if (bytes.length > 600 && type !== textType)
          assert.ok(!isProved(validity, bytes), `${type.name} proved noise`)
      },
    ),
    { numRuns: 1500 },
  )
})

test('nothing and one byte are no file of any kind but an empty text', () => {
  for (const type of allTypes) {
    for (const bytes of [new Uint8Array(), Uint8Array.of(0), Uint8Array.of(0xff)]) {
      const validity = type.validate(bytes)
      if (type !== textType) assert.equal(validity.state, 'broken', type.name)
    }
  }
  assert.equal(sniff(new Uint8Array()), undefined)
})

test('a view into a larger buffer is judged by its own bytes', () => {
  for (const [name, bytes] of files) {
    const around = Buffer.concat([Buffer.alloc(7, 0x50), bytes, Buffer.alloc(9, 0x4b)])
    const view = new Uint8Array(around.buffer, around.byteOffset + 7, bytes.length)
    assert.deepEqual(sniff(view)?.validate(view), sniff(bytes)?.validate(bytes), name)
  }
})

test('a file that was cut off is never proved', () => {
  for (const [name, bytes] of files) {
    if (!deepKinds.has(name)) continue
    const type = sniff(bytes)
    for (let part = 1; part < 40; part += 1) {
      const cut = bytes.subarray(0, Math.floor((bytes.length * part) / 40))
      assertTotal(type?.validate(cut) ?? { state: 'broken', offset: 0, what: '?' }, cut)
      assert.ok(!isProved(type?.validate(cut), cut), `${name} cut to ${cut.length} of ${bytes.length}`)
    }
    const almost = bytes.subarray(0, -1)
    // A PDF may end with or without a line end.
    if (!name.endsWith('.pdf'))
      assert.ok(!isProved(type?.validate(almost), almost), `${name} without its last byte`)
  }
})

test('bytes behind the end are seen, however many', () => {
  const random = seededRandom(3)
  for (const [name, bytes] of files) {
    if (!deepKinds.has(name)) continue
    for (const length of [16, 38, 133, 534, 658, 5000]) {
      const longer = Buffer.concat([bytes, random.bytes(length)])
      const validity = sniff(longer)?.validate(longer)
      assert.ok(!isProved(validity, longer), `${name} + ${length}`)
      assertTotal(validity ?? { state: 'broken', offset: 0, what: '?' }, longer)
    }
  }
})

test('a rewritten stretch of 1 KiB (of two database pages) anywhere is not proved', () => {
  const random = seededRandom(4)
  for (const [name, bytes] of files) {
    if (!deepKinds.has(name)) continue
    const type = sniff(bytes)
    // A database page may be half empty; what stands in its free space is nobody's content.
    const stretch = Math.min(bytes.length, name.endsWith('.sqlite') ? 8192 : 1024)
    for (let round = 0; round < 150; round += 1) {
      const changed = Buffer.from(bytes)
      const at = random.below(Math.max(1, bytes.length - stretch))
      changed.set(random.bytes(stretch), at)
      const validity = type?.validate(changed)
      assertTotal(validity ?? { state: 'broken', offset: 0, what: '?' }, changed)
      assert.ok(!isProved(validity, changed), `${name}@${at}`)
    }
  }
})

test('formats with checksums miss not a single bit', () => {
  const random = seededRandom(5)
  for (const name of ['archive.zip', 'scan.png', 'app.log.gz', 'dump.zst']) {
    const bytes = files.get(name) ?? Buffer.alloc(0)
    // Times in headers are content of nobody; magic bytes are what the file is recognised by.
    const from = { 'app.log.gz': 10, 'archive.zip': 4, 'dump.zst': 4, 'scan.png': 8 }[name] ?? 0
    const missed: number[] = []
    for (let round = 0; round < 400; round += 1) {
      const at = from + random.below(bytes.length - from)
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8))
      const validity = sniff(flipped)?.validate(flipped)
      if (isProved(validity, flipped)) missed.push(at)
    }
    // A zip says times, versions and attributes of each entry twice, and nobody needs them.
    if (name === 'archive.zip') assert.ok(missed.length < 120, `${missed.length} missed`)
    else assert.deepEqual(missed, [], name)
  }
})

test('no mode of any family leaves a file that is proved', () => {
  for (const [name, bytes] of files) {
    for (const mode of someModes) {
      for (let key = 0; key < 5; key += 1) {
        const locked = lock(mode, bytes, `${name}/${key}`)
        if (locked.equals(bytes)) continue
        assert.ok(!isProved(sniff(locked)?.validate(locked), locked), `${mode.name} on ${name}`)
      }
    }
  }
})

test('heads that claim four gigabytes cost neither time nor memory', () => {
  const start = processorMs()
  for (const type of allTypes) {
    for (const claim of [0xff, 0x7f]) {
      // Behind the beginning nothing but the largest numbers, and the same with zeros between them.
      for (const every of [1, 4, 8]) {
        const noise = Uint8Array.from({ length: 70_000 }, (_, at) => (at % every === 0 ? claim : 0))
        const bytes = grafted(type, noise)
        assertTotal(type.validate(bytes), bytes)
      }
    }
  }
  assert.ok(processorMs() - start < 30_000)
})
