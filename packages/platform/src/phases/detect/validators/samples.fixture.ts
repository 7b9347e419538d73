import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

import sharp from 'sharp'

import { paragraph } from '../../../drill/content/words.ts'
import type { Random } from '../../../drill/random.ts'
import { crc32c, crc32Table } from './cyclic-checks.ts'
import { moreProved, moreSamples } from './more-samples.fixture.ts'
import { bzip2File, flacFile, sevenZipFile, xzFile } from './written-by-others.fixture.ts'

/** Files of the kinds that the drill's companies do not keep, by the name of their type. */
export async function samples(random: Random): Promise<ReadonlyMap<string, Buffer>> {
  const drawn = sharp(random.bytes(60 * 40 * 3), { raw: { width: 60, height: 40, channels: 3 } })
  return new Map([
    ['bzip2', bzip2File],
    ['xz', xzFile],
    ['flac', flacFile],
    ['ogg', oggFile(random)],
    ['mp3', mp3File(random)],
    ['iso-media', filmFile(random)],
    ['iso-media picture', await drawn.clone().avif().toBuffer()],
    ['tiff deflate', await drawn.clone().tiff({ compression: 'deflate' }).toBuffer()],
    ['tiff lzw', await drawn.clone().tiff({ compression: 'lzw', tile: true }).toBuffer()],
    ['bmp', bmpFile()],
    ['psd', psdFile()],
    ['tar', tarFile(random)],
    ['7z', sevenZipFile],
    ['rar', rarFile(random)],
    ['rar 4', oldRarFile(random)],
    ['elf', elfFile()],
    ['pe', peFile()],
    ['qcow2', qcow2File()],
    ['vmdk', vmdkFile()],
    ['vhdx', vhdxFile()],
    ['kdbx', kdbxFile(random)],
    ['luks', luksFile(random)],
    ['age', ageFile(random)],
    ['openpgp', pgpFile(random)],
    ...(await moreSamples(random)),
  ])
}

/** Types whose check proves the content. */
export const provedSamples: ReadonlySet<string> = new Set([
  'bzip2',
  'xz',
  'flac',
  'ogg',
  'tiff deflate',
  ...moreProved,
])

/** Numbers at their places, in a buffer of this size. */
function filled(size: number, numbers: readonly (readonly [at: number, value: number, bytes: number])[]) {
  const buffer = Buffer.alloc(size)
  for (const [at, value, bytes] of numbers) buffer.writeUIntLE(value, at, bytes)
  return buffer
}

function filledBE(size: number, numbers: readonly (readonly [at: number, value: number, bytes: number])[]) {
  const buffer = Buffer.alloc(size)
  for (const [at, value, bytes] of numbers) buffer.writeUIntBE(value, at, bytes)
  return buffer
}

export function oggPage(page: number, flags: number, content: Buffer): Buffer {
  const segments = Math.floor(content.length / 255) + 1
  const head = filled(27 + segments, [
    [14, 77, 4],
    [18, page, 4],
  ])
  head.write('OggS', 0, 'latin1')
  head[5] = flags
  head[26] = segments
  head.fill(255, 27)
  head[26 + segments] = content.length % 255
  const whole = Buffer.concat([head, content])
  let sum = 0
  for (const byte of whole) sum = ((sum << 8) ^ (crc32Table[(sum >>> 24) ^ byte] ?? 0)) >>> 0
  whole.writeUInt32LE(sum, 22)
  return whole
}

function oggFile(random: Random): Buffer {
  const pages = [0, 1, 2, 3].map((page) => oggPage(page, [2, 0, 0, 4][page] ?? 0, random.bytes(900)))
  return Buffer.concat(pages)
}

/** A tag, and thirty frames of 128 kbit/s at 44.1 kHz. */
function mp3File(random: Random): Buffer {
  const tag = Buffer.from('ID3\u0003\0\0\0\0\0\u000fTIT2\0\0\0\u0005\0\0\0Song', 'latin1')
  const frames = Array.from({ length: 30 }, () =>
    Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), random.bytes(413)]),
  )
  return Buffer.concat([tag, ...frames])
}

export function box(type: string, ...content: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.reduce((sum, { length }) => sum + length, 0))
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, ...content])
}

function filmFile(random: Random): Buffer {
  const chunks = filledBE(16, [
    [4, 2, 4],
    [8, 40, 4],
    [12, 2000, 4],
  ])
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\u0002\0isommp41', 'latin1')),
    box('mdat', random.bytes(5000)),
    box(
      'moov',
      box('mvhd', Buffer.alloc(100)),
      box('trak', box('mdia', box('minf', box('stbl', box('stco', chunks))))),
    ),
  ])
}

function bmpFile(): Buffer {
  const [width, height] = [33, 20]
  const row = Math.ceil((width * 24) / 32) * 4
  const size = 54 + row * height
  const picture = filled(size, [
    [2, size, 4],
    [10, 54, 4],
    [14, 40, 4],
    [18, width, 4],
    [22, height, 4],
    [26, 1, 2],
    [28, 24, 2],
  ])
  picture.write('BM', 0, 'latin1')
  return picture.fill(0x7c, 54)
}

/** Rows of forty equal bytes, each in one run. */
function psdFile(): Buffer {
  const rows = 30
  const head = filledBE(26 + 12 + 2, [
    [4, 1, 2],
    [12, 1, 2],
    [14, rows, 4],
    [18, 40, 4],
    [22, 8, 2],
    [24, 1, 2],
    [38, 1, 2],
  ])
  head.write('8BPS', 0, 'latin1')
  const lengths = Buffer.concat(Array.from({ length: rows }, () => Buffer.from([0, 2])))
  const runs = Buffer.concat(Array.from({ length: rows }, (_, row) => Buffer.from([257 - 40, row])))
  return Buffer.concat([head, lengths, runs])
}

export function tarMember(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(512)
  head.write(name, 0, 'latin1')
  head.write('0000644\0', 100, 'latin1')
  head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  head.write('        0', 148, 'latin1')
  head.write('ustar\x0000', 257, 'latin1')
  let sum = 0
  for (const byte of head) sum += byte
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return Buffer.concat([head, content, Buffer.alloc((512 - (content.length % 512)) % 512)])
}

function tarFile(random: Random): Buffer {
  const members = ['a.txt', 'b.txt', 'c.txt'].map((name) =>
    tarMember(name, Buffer.from(paragraph(random).repeat(3))),
  )
  return Buffer.concat([...members, Buffer.alloc(1024)])
}

/** A header of RAR 5: checksum, length, and what was given; the data follow. */
function rarBlock(fields: readonly number[], data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.from([fields.length, ...fields])
  return Buffer.concat([filled(4, [[0, crc32(body), 4]]), body, data])
}

function rarFile(random: Random): Buffer {
  const data = random.bytes(1000)
  return Buffer.concat([
    Buffer.from('Rar!\u001a\u0007\u0001\0', 'latin1'),
    rarBlock([1, 0, 0]),
    rarBlock([2, 2, 0x80 | (data.length & 127), data.length >> 7, 0, 0], data),
    rarBlock([5, 0, 0]),
  ])
}

function oldRarBlock(kind: number, flags: number, more: Buffer, data: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.concat([
    filled(7, [
      [2, kind, 1],
      [3, flags, 2],
      [5, 7 + more.length, 2],
    ]),
    more,
  ])
  head.writeUInt16LE(crc32(head.subarray(2)) & 0xffff, 0)
  return Buffer.concat([head, data])
}

function oldRarFile(random: Random): Buffer {
  const data = random.bytes(700)
  return Buffer.concat([
    Buffer.from('Rar!\u001a\u0007\0', 'latin1'),
    oldRarBlock(0x73, 0, Buffer.alloc(6)),
    oldRarBlock(0x74, 0x8000, filled(25, [[0, data.length, 4]]), data),
    oldRarBlock(0x7b, 0x4000, Buffer.alloc(0)),
  ])
}

function elfFile(): Buffer {
  const program = filled(1000, [
    [16, 3, 2],
    [32, 64, 4],
    [40, 936, 4],
    [54, 56, 2],
    [56, 1, 2],
    [58, 64, 2],
    [60, 1, 2],
    [64 + 8, 0, 4],
    [64 + 32, 900, 4],
    [936 + 4, 1, 4],
    [936 + 24, 200, 4],
    [936 + 32, 300, 4],
  ])
  program.write('\u007fELF\u0002\u0001\u0001', 0, 'latin1')
  return program
}

function peFile(): Buffer {
  const program = filled(1024, [
    [60, 128, 4],
    [134, 1, 2],
    [148, 224, 2],
    [152, 0x10b, 2],
    [376 + 16, 512, 4],
    [376 + 20, 512, 4],
  ])
  program.write('MZ', 0, 'latin1')
  program.write('PE\0\0', 128, 'latin1')
  return program
}

/** Clusters of 512 bytes: header, first table, second table, counts, one of data. */
function qcow2File(): Buffer {
  const image = filledBE(5 * 512, [
    [0, 0x514649fb, 4],
    [4, 3, 4],
    [20, 9, 4],
    [36, 2, 4],
    [44, 512, 4],
    [52, 1536, 4],
    [56, 1, 4],
    [512 + 4, 1024, 4],
    [1024 + 4, 2048, 4],
  ])
  return image.fill('guest ', 2048)
}

function vmdkFile(): Buffer {
  const image = filled(4096, [
    [4, 1, 4],
    [20, 128, 4],
    [28, 1, 4],
    [36, 1, 4],
    [56, 3, 4],
    [73, 0x0a0d200a, 4],
  ])
  image.write('KDMV', 0, 'latin1')
  return image
}

function vhdxFile(): Buffer {
  const [kib, image] = [1024, Buffer.alloc(384 * 1024)]
  image.write('vhdxfile', 0, 'latin1')
  for (const [name, at, length] of [
    ['head', 64 * kib, 4 * kib],
    ['regi', 192 * kib, 64 * kib],
  ] as const) {
    image.write(name, at, 'latin1')
    if (name === 'regi') {
      image.writeUInt32LE(1, at + 8)
      image.writeUInt32LE(320 * kib, at + 32)
      image.writeUInt32LE(64 * kib, at + 40)
    }
    image.writeUInt32LE(crc32c(image.subarray(at, at + length)), at + 4)
  }
  return image
}

function kdbxFile(random: Random): Buffer {
  const head = Buffer.concat([
    Buffer.from([0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5, 0, 0, 4, 0]),
    Buffer.from([4, 32, 0, 0, 0]),
    random.bytes(32),
    Buffer.from([0, 4, 0, 0, 0, 13, 10, 13, 10]),
  ])
  const block = (data: Buffer) => Buffer.concat([random.bytes(32), filled(4, [[0, data.length, 4]]), data])
  const sum = createHash('sha256').update(head).digest()
  return Buffer.concat([head, sum, random.bytes(32), block(random.bytes(2000)), block(Buffer.alloc(0))])
}

function luksFile(random: Random): Buffer {
  const head = filledBE(16_384, [
    [6, 2, 2],
    [12, 16_384, 4],
  ])
  head.write('LUKS\u00ba\u00be', 0, 'latin1')
  head.write('sha256', 72, 'latin1')
  head.write('{"keyslots":{}}', 4096, 'latin1')
  createHash('sha256').update(head).digest().copy(head, 448)
  return Buffer.concat([head, random.bytes(4096)])
}

function ageFile(random: Random): Buffer {
  const stanza = `-> X25519 ${random.bytes(32).toString('base64').slice(0, 43)}`
  const mac = random.bytes(32).toString('base64').slice(0, 43)
  const lines = `age-encryption.org/v1\n${stanza}\n${mac}\n--- ${mac}\n`
  return Buffer.concat([Buffer.from(lines), random.bytes(16 + 3000)])
}

function pgpFile(random: Random): Buffer {
  const pieces = [Buffer.from([0xd2, 0xe0 + 9]), random.bytes(512), Buffer.from([200, 8]), random.bytes(2248)]
  return Buffer.concat([
    Buffer.from([0x8c, 0x0d, 4, 9, 3, 8]),
    random.bytes(8),
    Buffer.from([0x60]),
    ...pieces,
  ])
}
