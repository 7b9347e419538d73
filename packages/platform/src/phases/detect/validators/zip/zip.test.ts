import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'

import JSZip from 'jszip'

import { docx } from '../../../../drill/content/office.ts'
import { seededRandom } from '../../../../drill/random.ts'
import { plainZip } from '../../real-files.fixture.ts'
import { assertBroken, assertValid, validityOf } from '../validity-of.fixture.ts'

const random = seededRandom(21)

interface Part {
  readonly name: string
  readonly data: Buffer
  readonly method?: number
  readonly crc?: number
  readonly plainBytes?: number
  readonly flags?: number
  /** Bytes between this entry's data and the next one. */
  readonly gap?: Buffer
  readonly localExtra?: Buffer
  /** Offset that the directory says, instead of the true one. */
  readonly local?: number
}

/** A zip file as its parts say, honest or not. */
function forgeZip(
  parts: readonly Part[],
  more: { count?: number; comment?: Buffer; repeat?: number } = {},
): Buffer {
  const pieces: Buffer[] = []
  const lines: Buffer[] = []
  let at = 0
  for (const part of parts) {
    const { name, data, method = 0, flags = 0, localExtra = Buffer.alloc(0), gap = Buffer.alloc(0) } = part
    const plain = part.plainBytes ?? data.length
    const crc = part.crc ?? crc32(data)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(method, 8)
    local.writeUInt32LE(crc, 14)
    local.writeUInt32LE(data.length, 18)
    local.writeUInt32LE(plain, 22)
    local.writeUInt16LE(name.length, 26)
    local.writeUInt16LE(localExtra.length, 28)
    const line = Buffer.alloc(46)
    line.writeUInt32LE(0x02014b50, 0)
    line.writeUInt16LE(flags, 8)
    line.writeUInt16LE(method, 10)
    line.writeUInt32LE(crc, 16)
    line.writeUInt32LE(data.length, 20)
    line.writeUInt32LE(plain, 24)
    line.writeUInt16LE(name.length, 28)
    line.writeUInt32LE(part.local ?? at, 42)
    lines.push(Buffer.concat([line, Buffer.from(name)]))
    const whole = Buffer.concat([local, Buffer.from(name), localExtra, data, gap])
    pieces.push(whole)
    at += whole.length
  }
  const directory = Buffer.concat(Array.from({ length: more.repeat ?? 1 }, () => lines).flat())
  const end = Buffer.alloc(22)
  const comment = more.comment ?? Buffer.alloc(0)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(more.count ?? lines.length * (more.repeat ?? 1), 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...pieces, directory, end, comment])
}

test('archives of all usual writers are proved by their checksums', async () => {
  assertValid(await plainZip(random), 'checksum')
  const streamed = await new JSZip()
    .file('a.txt', 'x'.repeat(5000))
    .generateAsync({ type: 'nodebuffer', streamFiles: true })
  assertValid(streamed, 'checksum')
  assertValid(forgeZip([{ name: 'empty', data: Buffer.alloc(0) }]), 'checksum')
  assertValid(
    forgeZip([{ name: 'a', data: Buffer.from('hi') }], { comment: Buffer.from('made by hand') }),
    'checksum',
  )
})

test('a document is told apart from any other archive', async () => {
  const flavour = (bytes: Buffer) => {
    const validity = validityOf(bytes)
    return validity.state === 'valid' ? validity.flavour : undefined
  }
  assert.equal(flavour(await docx(random)), 'ooxml')
  assert.equal(flavour(await plainZip(random)), undefined)
  assert.equal(flavour(forgeZip([{ name: 'META-INF/MANIFEST.MF', data: Buffer.from('x') }])), 'jar')
})

test('bytes behind the end stay outside', async () => {
  const bytes = await plainZip(random)
  assertValid(Buffer.concat([bytes, Buffer.alloc(534, 7)]), 'checksum', bytes.length)
})

test('wrong checksums, torn entries and lying directories are broken', () => {
  const data = deflateRawSync(Buffer.from('plain text '.repeat(100)))
  const good = {
    name: 'a',
    data,
    method: 8,
    plainBytes: 1100,
    crc: crc32(Buffer.from('plain text '.repeat(100))),
  }
  assertValid(forgeZip([good]), 'checksum')
  assertBroken(forgeZip([{ ...good, crc: 1 }]), /checksum/)
  assertBroken(forgeZip([{ ...good, plainBytes: 1101 }]), /decompress/)
  assertBroken(forgeZip([{ ...good, plainBytes: 10 }]), /decompress/)
  assertBroken(forgeZip([{ ...good, data: data.subarray(0, 9) }]), /decompress/)
  assertBroken(forgeZip([{ ...good, data: Buffer.concat([data, Buffer.alloc(900)]) }]), /decompress/)
  assertBroken(forgeZip([good], { count: 2 }), /more entries/)
  assertBroken(forgeZip([good, { ...good, local: 3 }]), /local header/)
  assertBroken(forgeZip([good, { ...good, name: 'b', local: 0 }]), /names another/)
  assertBroken(forgeZip([good, { ...good, local: 0xfffffff0 }]), /local header/)
  const bytes = forgeZip([good])
  assertBroken(bytes.subarray(0, -1), /end record|comment/)
  const cut = Buffer.from(bytes)
  cut.writeUInt32LE(0xffff_fff0, cut.length - 6)
  assertBroken(cut, /outside/)
})

test('what could hide ciphertext is not proved: gaps, large extra fields, comments, ciphers', () => {
  const small = { name: 'a.txt', data: Buffer.from('a small honest text') }
  const ciphertext = random.bytes(20_000)
  assertValid(forgeZip([{ ...small, gap: ciphertext }]), 'structure')
  assertValid(forgeZip([{ ...small, localExtra: ciphertext }]), 'structure')
  assertValid(forgeZip([small], { comment: ciphertext }), 'structure')
  assertValid(forgeZip([{ ...small, flags: 1, data: ciphertext }]), 'structure')
  assertValid(forgeZip([{ ...small, method: 99, data: ciphertext }]), 'structure')
})

test('an office document whose text was encrypted inside the archive is not proved', async () => {
  const zip = await JSZip.loadAsync(await docx(random))
  zip.file('word/document.xml', random.bytes(5000))
  assertValid(await zip.generateAsync({ type: 'nodebuffer' }), 'structure')
})

test('a bomb costs its budget, and no more', () => {
  const zeros = Buffer.alloc(64 * 1024 * 1024)
  const plain = {
    name: 'z',
    data: deflateRawSync(zeros),
    method: 8,
    plainBytes: zeros.length,
    crc: crc32(zeros),
  }
  // Ten entries promise 640 MiB; the first eight are looked at.
  assertValid(forgeZip(Array.from({ length: 10 }, () => plain)), 'structure')
  const liar = { ...plain, plainBytes: 1 }
  assertBroken(forgeZip([liar]), /decompress/)
  assertValid(forgeZip([{ ...plain, plainBytes: 0xffff_fffe }]), 'structure')
})

test('entries that share their bytes are read once or twice, not 60,000 times', () => {
  const data = random.bytes(1024 * 1024)
  const bomb = forgeZip([{ name: 's', data }], { repeat: 60_000 })
  assertValid(bomb, 'structure')
  // A stream of empty blocks decompresses to nothing, but takes its time.
  const empty = Buffer.concat([
    Buffer.alloc(5 * 200_000, Buffer.from([0, 0, 0, 0xff, 0xff])),
    Buffer.from([1, 0, 0, 0xff, 0xff]),
  ])
  assertValid(
    forgeZip([{ name: 'e', data: empty, method: 8, plainBytes: 0, crc: 0 }], { repeat: 60_000 }),
    'structure',
  )
})

test('zip64 is read where the small fields are full', () => {
  const data = Buffer.from('sixty-four bits')
  const local = Buffer.alloc(31)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(1, 26)
  local.write('a', 30)
  const line = Buffer.alloc(47 + 28)
  line.writeUInt32LE(0x02014b50, 0)
  line.writeUInt32LE(crc32(data), 16)
  for (const field of [20, 24, 42]) line.writeUInt32LE(0xffff_ffff, field)
  line.writeUInt16LE(1, 28)
  line.writeUInt16LE(28, 30)
  line.write('a', 46)
  line.writeUInt16LE(1, 47)
  line.writeUInt16LE(24, 49)
  line.writeBigUInt64LE(BigInt(data.length), 51)
  line.writeBigUInt64LE(BigInt(data.length), 59)
  line.writeBigUInt64LE(0n, 67)
  const start = local.length + data.length
  const record = Buffer.alloc(56)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(1n, 32)
  record.writeBigUInt64LE(BigInt(line.length), 40)
  record.writeBigUInt64LE(BigInt(start), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(start + line.length), 8)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.fill(0xff, 8, 20)
  const whole = Buffer.concat([local, data, line, record, locator, end])
  assertValid(whole, 'checksum')
  locator.writeBigUInt64LE(2n ** 63n, 8)
  assertBroken(Buffer.concat([local, data, line, record, locator, end]), /outside/)
})
