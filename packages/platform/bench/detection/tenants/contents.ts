import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'

import JSZip from 'jszip'

import { createDatabaseFile, workOnDatabaseFile } from '../../../src/drill/content/database-file.ts'
import { logText } from '../../../src/drill/content/log-file.ts'
import { mail } from '../../../src/drill/content/mail.ts'
import { docx, odt, pptx, xlsx } from '../../../src/drill/content/office.ts'
import { pdf } from '../../../src/drill/content/pdf.ts'
import { picture } from '../../../src/drill/content/pictures.ts'
import { fileStem, paragraph, sentence } from '../../../src/drill/content/words.ts'
import { type Random, seededRandom } from '../../../src/drill/random.ts'
import { samples } from '../../../src/phases/detect/validators/samples.fixture.ts'

/** Kinds of files that the simulated tenants keep. */
export type Kind = keyof typeof makers

/** As many different files of one kind as all tenants of a process share: documents cost 5 to 50 ms each. */
const varieties = 96

/** Made in no time, so that no two are alike. */
const cheap: ReadonlySet<Kind> = new Set([
  'eml',
  'mbox',
  'txt',
  'md',
  'log',
  'php',
  'js',
  'css',
  'html',
  'sql',
  'csv',
  'json',
  'gitobject',
  'sealed',
])

const day = new Date('2026-03-02T12:00:00Z')

const makers = {
  docx,
  xlsx,
  pptx,
  odt,
  pdf,
  png: (random: Random) => picture(random, 'png'),
  jpg: (random: Random) => picture(random, 'jpg'),
  webp: (random: Random) => picture(random, 'webp'),
  eml: async (random: Random) => mail(random, 'tenant.example', day),
  mbox: async (random: Random) => mailbox(random, 12),
  txt: async (random: Random) => Buffer.from(`${paragraphs(random, 3)}\n`),
  md: async (random: Random) => Buffer.from(`# ${sentence(random)}\n\n${paragraphs(random, 6)}\n`),
  log: async (random: Random) => Buffer.from(logText(random, day, 120 + random.below(500))),
  php: async (random: Random) => Buffer.from(source(random, '<?php\n', '$')),
  js: async (random: Random) => Buffer.from(source(random, "'use strict'\n", 'const ')),
  css: async (random: Random) => Buffer.from(styles(random)),
  html: async (random: Random) =>
    Buffer.from(`<!doctype html><html><body><p>${paragraphs(random, 5)}</p></body></html>\n`),
  sql: async (random: Random) => Buffer.from(dump(random, 150 + random.below(600))),
  'sql.gz': async (random: Random) => gzipSync(dump(random, 300 + random.below(900))),
  csv: async (random: Random) => Buffer.from(table(random)),
  json: async (random: Random) => Buffer.from(JSON.stringify(record(random, 40), undefined, 2)),
  zip: async (random: Random) => archive(random),
  /** A loose object of a git repository: a deflated blob without a header of its own. */
  gitobject: async (random: Random) => {
    const text = `${paragraphs(random, 4)}\n`
    return deflateSync(`blob ${text.length}\0${text}`)
  },
  mp4: async (random: Random) => sample('iso-media', random),
  mp3: async (random: Random) => sample('mp3', random),
  kdbx: async (random: Random) => sample('kdbx', random),
  age: async (random: Random) => sample('age', random),
  gpg: async (random: Random) => sample('openpgp', random),
  /** What an encrypting client keeps on the server: noise under a random name, without any header. */
  sealed: async (random: Random) => random.bytes(3_000 + random.below(30_000)),
} satisfies Record<string, (random: Random) => Promise<Buffer>>

const made = new Map<string, Promise<Buffer>>()

/** File `number` of a kind; equal numbers give equal bytes in every process. */
export function contentOf(kind: Kind, number: number): Promise<Buffer> {
  if (cheap.has(kind)) return makers[kind](seededRandom(number).fork(kind))
  const place = number % varieties
  return remembered(`${kind}/${place}`, () => makers[kind](seededRandom(place).fork(kind)))
}

/** The same database after `days` days of work. */
export function databaseOf(number: number, days: number): Promise<Buffer> {
  const place = number % 4
  return remembered(`sqlite/${place}/${days}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'anlauf-database-'))
    try {
      const path = join(folder, 'data.sqlite')
      const random = seededRandom(place).fork(`sqlite/${days}`)
      if (days === 0) createDatabaseFile(path, random)
      else await writeAndWork(path, await databaseOf(place, days - 1), random)
      return readFileSync(path)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
}

/** A name for a new file. */
export function nameOf(random: Random, kind: Kind): string {
  if (kind === 'gitobject' || kind === 'sealed') return random.bytes(19).toString('hex')
  return `${fileStem(random)}.${kind}`
}

async function writeAndWork(path: string, bytes: Buffer, random: Random): Promise<void> {
  const { writeFile } = await import('node:fs/promises')
  await writeFile(path, bytes)
  workOnDatabaseFile(path, random)
}

function remembered(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const known = made.get(key)
  if (known !== undefined) return known
  const making = make()
  made.set(key, making)
  return making
}

async function sample(name: string, random: Random): Promise<Buffer> {
  const bytes = (await samples(random)).get(name)
  if (bytes === undefined) throw new RangeError(`no sample of ${name}`)
  return bytes
}

function paragraphs(random: Random, count: number): string {
  return Array.from({ length: count }, () => paragraph(random)).join('\n\n')
}

export function mailbox(random: Random, mails: number): Buffer {
  return Buffer.concat(
    Array.from({ length: mails }, () =>
      Buffer.concat([
        Buffer.from(`From anna@tenant.example ${day.toUTCString()}\n`),
        mail(random, 'tenant.example', day),
        Buffer.from('\n\n'),
      ]),
    ),
  )
}

function source(random: Random, head: string, mark: string): string {
  const lines = Array.from({ length: 30 + random.below(200) }, () => {
    const [name = 'x', ...words] = sentence(random).toLowerCase().replace('.', '').split(' ')
    return `${mark}${name}_${random.below(90)} = '${words.join(' ')}';`
  })
  return `${head}${lines.join('\n')}\n`
}

function styles(random: Random): string {
  return Array.from(
    { length: 40 + random.below(120) },
    () =>
      `.${fileStem(random)} { margin: ${random.below(40)}px; color: #${random.bytes(3).toString('hex')} }\n`,
  ).join('')
}

export function dump(random: Random, rows: number): string {
  return Array.from(
    { length: rows },
    (_, row) =>
      `INSERT INTO contract VALUES (${row}, 'customer ${random.below(500)}', ${random.below(90_000)}, '${sentence(random)}');\n`,
  ).join('')
}

function table(random: Random): string {
  return Array.from(
    { length: 60 + random.below(300) },
    (_, row) => `${row};${fileStem(random)};${random.below(90_000) / 100};${sentence(random)}\n`,
  ).join('')
}

function record(random: Random, count: number): unknown[] {
  return Array.from({ length: count }, (_, id) => ({
    id,
    name: fileStem(random),
    amount: random.below(1000),
    note: sentence(random),
  }))
}

async function archive(random: Random): Promise<Buffer> {
  const zip = new JSZip()
  for (let entry = 0; entry < 4; entry += 1) {
    zip.file(`plugin/part-${entry}.php`, source(random, '<?php\n', '$'), { date: day })
  }
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' })
}
