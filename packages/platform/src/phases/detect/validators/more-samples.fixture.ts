import sharp from 'sharp'

import type { Random } from '../../../drill/random.ts'
import { sumOfWords } from './font-tables.ts'
import { jetFile, pstFile } from './office.fixture.ts'
import {
  classFile,
  filmFile,
  parquetSnappyFile,
  parquetSumsFile,
  workbookFile,
} from './programs-and-tables.fixture.ts'
import {
  borgFile,
  debFile,
  innodbFile,
  innodbTwoSumsFile,
  lz4BlocksFile,
  lz4File,
  mkaFile,
  postgresFile,
} from './tools.fixture.ts'

/** Further kinds, by the name of their type. */
export async function moreSamples(random: Random): Promise<readonly (readonly [string, Buffer])[]> {
  const font = fontFile(random)
  return [
    ['sfnt', font],
    ['eot', eotFile(font)],
    ['ico', await iconFile(random)],
    ['innodb', Buffer.from(innodbFile)],
    ['innodb two sums', Buffer.from(innodbTwoSumsFile)],
    ['postgres', Buffer.from(postgresFile)],
    ['lz4', lz4File],
    ['lz4 blocks', lz4BlocksFile],
    ['ar', debFile],
    ['matroska', mkaFile],
    ['wad', wadFile(random)],
    ['midi', midiFile()],
    ['gettext', translationFile()],
    ['parquet', parquetSumsFile],
    ['parquet snappy', parquetSnappyFile],
    ['class', classFile],
    ['iso-media film', filmFile],
    ['ole2 workbook', workbookFile],
    ['pst', pstFile(random)],
    ['jet', jetFile()],
    ['jpeg2000', jpeg2000File(random)],
    ['dbf', tableFile()],
    ['shapefile', shapeFile()],
    ['pcap', packetFile(random)],
    ['openssl', Buffer.concat([Buffer.from('Salted__'), random.bytes(8 + 992)])],
    ['rclone', Buffer.concat([Buffer.from('RCLONE\0\0'), random.bytes(24 + 16 + 900)])],
    ['borg', borgFile],
  ]
}

/** Those whose check proves the content. */
export const moreProved = [
  'sfnt',
  'eot',
  'ico',
  'innodb',
  'innodb two sums',
  'postgres',
  'lz4',
  'lz4 blocks',
  'matroska',
  'parquet',
  'class',
  'pst',
]

/** Three tables, one of them the head with its sum over the whole. */
function fontFile(random: Random): Buffer {
  const tables = ['glyf', 'head', 'name'].map((name, place) => ({
    name,
    content: Buffer.concat([Buffer.from(`${name} `.repeat(40)), random.bytes([301, 54, 122][place] ?? 0)]),
  }))
  const head = Buffer.alloc(12 + 16 * tables.length)
  head.writeUInt32BE(0x0001_0000)
  head.writeUInt16BE(tables.length, 4)
  const parts: Buffer[] = [head]
  let offset = head.length
  for (const [place, { name, content }] of tables.entries()) {
    const at = 12 + 16 * place
    head.write(name, at, 'latin1')
    head.writeUInt32BE(sumOfWords(content, name === 'head' ? 8 : -1), at + 4)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(content.length, at + 12)
    const padding = Buffer.alloc(-content.length & 3)
    parts.push(content, padding)
    offset += content.length + padding.length
  }
  return Buffer.concat(parts)
}

function eotFile(font: Buffer): Buffer {
  const head = Buffer.alloc(100)
  head.writeUInt32LE(head.length + font.length)
  head.writeUInt32LE(font.length, 4)
  head.writeUInt32LE(0x0002_0001, 8)
  head.writeUInt16LE(0x504c, 34)
  return Buffer.concat([head, font])
}

async function iconFile(random: Random): Promise<Buffer> {
  const raw = { width: 32, height: 32, channels: 3 } as const
  const picture = await sharp(random.bytes(32 * 32 * 3), { raw })
    .png()
    .toBuffer()
  const head = Buffer.alloc(22)
  head.set([0, 0, 1, 0, 1, 0, 32, 32])
  head.writeUInt32LE(picture.length, 14)
  head.writeUInt32LE(22, 18)
  return Buffer.concat([head, picture])
}

function wadFile(random: Random): Buffer {
  const lumps = ['MAP01', 'THINGS', 'D_RUNNIN'].map((name) => ({ name, content: random.bytes(300) }))
  const head = Buffer.from('PWAD\u0003\0\0\0\0\0\0\0', 'latin1')
  const directory = Buffer.alloc(16 * lumps.length)
  for (const [place, { name, content }] of lumps.entries()) {
    directory.writeUInt32LE(12 + 300 * place, 16 * place)
    directory.writeUInt32LE(content.length, 16 * place + 4)
    directory.write(name, 16 * place + 8, 'latin1')
  }
  head.writeUInt32LE(12 + 300 * lumps.length, 8)
  return Buffer.concat([head, ...lumps.map(({ content }) => content), directory])
}

function midiFile(): Buffer {
  const head = Buffer.from('MThd\0\0\0\u0006\0\u0001\0\u0002\u0001\u00e0', 'latin1')
  const notes = Array.from({ length: 60 }, (_, note) => [0x10, 0x90, 40 + (note % 40), 90]).flat()
  const track = Buffer.from([...notes, 0, 0xff, 0x2f, 0])
  const name = Buffer.from('MTrk\0\0\0\0', 'latin1')
  name.writeUInt32BE(track.length, 4)
  return Buffer.concat([head, name, track, name, track])
}

function translationFile(): Buffer {
  const pairs = Array.from({ length: 20 }, (_, at) => [`file ${10 + at}\0`, `Datei ${10 + at}\0`] as const)
  const head = Buffer.alloc(28 + 16 * pairs.length)
  for (const [at, value] of [
    [0, 0x9504_12de],
    [8, pairs.length],
    [12, 28],
    [16, 28 + 8 * pairs.length],
  ] as const)
    head.writeUInt32LE(value, at)
  let offset = head.length
  for (const table of [0, 1] as const) {
    for (const [place, pair] of pairs.entries()) {
      const at = 28 + 8 * (table * pairs.length + place)
      head.writeUInt32LE(pair[table].length - 1, at)
      head.writeUInt32LE(offset, at + 4)
      offset += pair[table].length
    }
  }
  return Buffer.concat([
    head,
    ...[0, 1].map((table) => Buffer.from(pairs.map((pair) => pair[table]).join(''))),
  ])
}

function jpeg2000File(random: Random): Buffer {
  const box = (name: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(8 + content.length)
    head.write(name, 4, 'latin1')
    return Buffer.concat([head, content])
  }
  const stream = Buffer.concat([
    Buffer.from([0xff, 0x4f, 0xff, 0x51]),
    random.bytes(900),
    Buffer.from([0xff, 0xd9]),
  ])
  return Buffer.concat([
    box('jP  ', Buffer.from([0x0d, 0x0a, 0x87, 0x0a])),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box('jp2c', stream),
  ])
}

function tableFile(): Buffer {
  const head = Buffer.alloc(65)
  head[0] = 3
  head.writeUInt32LE(30, 4)
  head.writeUInt16LE(head.length, 8)
  head.writeUInt16LE(31, 10)
  head.write('NAME\0', 32, 'latin1')
  head.write('C', 43, 'latin1')
  head[48] = 30
  head[64] = 0x0d
  const records = Array.from({ length: 30 }, (_, at) => ` ${`Nordwind ${at}`.padEnd(30)}`)
  return Buffer.concat([head, Buffer.from(`${records.join('')}\u001a`, 'latin1')])
}

function shapeFile(): Buffer {
  const points = Array.from({ length: 30 }, (_, at) => {
    const record = Buffer.alloc(28)
    record.writeUInt32BE(at + 1)
    record.writeUInt32BE(10, 4)
    record.writeUInt32LE(1, 8)
    record.writeDoubleLE(13 + at / 10, 12)
    record.writeDoubleLE(52 - at / 10, 20)
    return record
  })
  const head = Buffer.alloc(100)
  head.writeUInt32BE(9994)
  head.writeUInt32BE((100 + 28 * points.length) / 2, 24)
  head.writeUInt32LE(1000, 28)
  head.writeUInt32LE(1, 32)
  return Buffer.concat([head, ...points])
}

function packetFile(random: Random): Buffer {
  const head = Buffer.alloc(24)
  head.writeUInt32LE(0xa1b2_c3d4)
  head.set([2, 0, 4], 4)
  const packets = Array.from({ length: 12 }, () => {
    const record = Buffer.alloc(16)
    record.writeUInt32LE(90, 8)
    record.writeUInt32LE(90, 12)
    return Buffer.concat([record, random.bytes(90)])
  })
  return Buffer.concat([head, ...packets])
}
