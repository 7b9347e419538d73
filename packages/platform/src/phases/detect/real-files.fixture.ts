import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, constants, zstdCompressSync } from 'node:zlib'

import JSZip from 'jszip'
import sharp from 'sharp'

import { createDatabaseFile } from '../../drill/content/database-file.ts'
import { logText } from '../../drill/content/log-file.ts'
import { mail } from '../../drill/content/mail.ts'
import { docx, odt, pptx, xlsx } from '../../drill/content/office.ts'
import { pdf } from '../../drill/content/pdf.ts'
import { picture } from '../../drill/content/pictures.ts'
import { paragraph } from '../../drill/content/words.ts'
import { type Random, seededRandom } from '../../drill/random.ts'

/** Real files of every kind that a check knows, by names that promise what they are. */
export async function realFiles(seed: number): Promise<Map<string, Buffer>> {
  const random = seededRandom(seed)
  const png = await picture(random, 'png')
  const log = logText(random, new Date('2026-03-02'), 600)
  return new Map<string, Buffer>([
    ['letter.docx', await docx(random)],
    ['figures.xlsx', await xlsx(random)],
    ['talk.pptx', await pptx(random)],
    ['minutes.odt', await odt(random)],
    ['offer.pdf', await pdf(random)],
    ['archive.zip', await plainZip(random)],
    ['scan.png', png],
    ['photo.jpg', await picture(random, 'jpg')],
    ['progressive.jpeg', await sharp(png).jpeg({ progressive: true, quality: 70 }).toBuffer()],
    ['banner.webp', await sharp(png).webp({ quality: 60 }).toBuffer()],
    ['icon.gif', await sharp(png).resize(120).gif().toBuffer()],
    ['customers.sqlite', database(random)],
    ['app.log.gz', gzipSync(log)],
    ['dump.zst', zstdWithChecksum(Buffer.from(log))],
    ['old.doc', oleFile({ WordDocument: 9000, '1Table': 5000, small: 300 }, random)],
    ['sound.wav', wav(random, 20_000)],
    ['mail.eml', mail(random, 'partner.example', new Date('2026-03-02'))],
    ['app.log', Buffer.from(log)],
    ['notes.txt', Buffer.from(Array.from({ length: 12 }, () => paragraph(random)).join('\n\n'))],
  ])
}

/** Kinds whose check proves every part that carries content. */
export const deepKinds: ReadonlySet<string> = new Set(
  'letter.docx figures.xlsx talk.pptx minutes.odt offer.pdf archive.zip scan.png photo.jpg progressive.jpeg banner.webp icon.gif customers.sqlite app.log.gz dump.zst'.split(
    ' ',
  ),
)

export function plainZip(random: Random): Promise<Buffer> {
  const zip = new JSZip()
  for (let entry = 0; entry < 5; entry += 1)
    zip.file(`text-${entry}.txt`, `${paragraph(random)}\n`.repeat(20))
  zip.file('stored.bin', random.bytes(2000), { compression: 'STORE' })
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' })
}

export function zstdWithChecksum(plain: Buffer): Buffer {
  return zstdCompressSync(plain, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })
}

function database(random: Random): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-detect-'))
  try {
    createDatabaseFile(join(folder, 'a.sqlite'), random)
    return readFileSync(join(folder, 'a.sqlite'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** One channel of 16-bit sound: a few tones and a little hiss. */
export function wav(random: Random, samples: number): Buffer {
  const bytes = Buffer.alloc(44 + 2 * samples)
  bytes.write('RIFF    WAVEfmt ', 0, 'latin1')
  bytes.writeUInt32LE(bytes.length - 8, 4)
  for (const [at, value] of [
    [16, 16],
    [24, 8000],
    [28, 16_000],
    [40, 2 * samples],
  ] as const) {
    bytes.writeUInt32LE(value, at)
  }
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const) {
    bytes.writeUInt16LE(value, at)
  }
  bytes.write('data', 36, 'latin1')
  for (let at = 0; at < samples; at += 1) {
    bytes.writeInt16LE(Math.round(6000 * Math.sin(at / 17) + random.below(40)), 44 + 2 * at)
  }
  return bytes
}

/** A compound file (MS-CFB) of version 3 with streams of structured bytes; streams below 4,096 bytes share one. */
export function oleFile(streams: Readonly<Record<string, number>>, random: Random): Buffer {
  const [sector, free, end] = [512, 0xffff_ffff, 0xffff_fffe]
  const large = Object.entries(streams).filter(([, size]) => size >= 4096)
  const fat: number[] = [0xffff_fffd, end]
  const contents: Buffer[] = []
  const starts = new Map<string, number>()
  for (const [name, size] of large) {
    const sectors = Math.ceil(size / sector)
    starts.set(name, fat.length)
    for (let place = 1; place < sectors; place += 1) fat.push(fat.length + 1)
    fat.push(end)
    const content = Buffer.alloc(sectors * sector)
    content.write(`${name} `.repeat(Math.ceil(size / (name.length + 1))), 0, size, 'utf16le')
    content.writeUInt32LE(random.below(2 ** 31), 16)
    contents.push(content)
  }
  const header = Buffer.alloc(sector)
  header.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  for (const [at, value] of [
    [24, 0x3e],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const) {
    header.writeUInt16LE(value, at)
  }
  for (const [at, value] of [
    [44, 1],
    [48, 1],
    [56, 4096],
    [60, end],
    [68, end],
  ] as const) {
    header.writeUInt32LE(value, at)
  }
  for (let at = 76; at < sector; at += 4) header.writeUInt32LE(at === 76 ? 0 : free, at)
  const table = Buffer.alloc(sector)
  for (let at = 0; at < sector / 4; at += 1) table.writeUInt32LE(fat[at] ?? free, 4 * at)
  const directory = Buffer.alloc(sector)
  ;[['Root Entry', 0] as const, ...Object.entries(streams)].forEach(([name, size], place) => {
    const at = 128 * place
    if (at >= sector) return
    directory.write(name, at, 'utf16le')
    directory.writeUInt16LE(2 * name.length + 2, at + 64)
    directory[at + 66] = place === 0 ? 5 : 2
    directory.writeUInt32LE(starts.get(name) ?? end, at + 116)
    directory.writeUInt32LE(size, at + 120)
  })
  return Buffer.concat([header, table, directory, ...contents])
}
