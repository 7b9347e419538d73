import { createHash } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'

import JSZip from 'jszip'
import sharp from 'sharp'

import { type BenignTransform, benignTransforms } from '../../../src/drill/attack/index.ts'
import { sentence } from '../../../src/drill/content/words.ts'
import type { Random } from '../../../src/drill/random.ts'
import type { Files } from './archetypes.ts'
import { contentOf, nameOf } from './contents.ts'
import { bytesOf, kindOf } from './day.ts'

/** Honest work that looks like an attack to somebody (design §8.5). */
export interface HardDay {
  readonly name: string
  apply(files: Files, random: Random): Promise<void>
}

const sources = /\.(?:php|js|css|html|md)$/
const compressible = /\.(?:sql|log|csv|txt|json|mbox)$/
const documents = /\.(?:docx|xlsx|pptx|odt|pdf|txt|csv|jpg|sql)$/

export const hardDays: readonly HardDay[] = [
  {
    name: 'gzip-a-tree',
    apply: async (files) => replaceAll(files, compressible, 'gz', (bytes) => gzipSync(bytes)),
  },
  {
    name: 'zstd-a-tree',
    apply: async (files) => replaceAll(files, compressible, 'zst', (bytes) => zstdCompressSync(bytes)),
  },
  { name: 'zip-a-folder', apply: zipFolder },
  { name: 'owner-encrypts-some', apply: encryptSome },
  { name: 'owner-encrypts-a-copy-of-all', apply: encryptCopies },
  {
    name: 'password-store-saved',
    async apply(files, random) {
      files.set('passwords.kdbx', await contentOf('kdbx', random.below(1_000_000)))
      files.set('passwords.kdbx.bak', await contentOf('kdbx', random.below(1_000_000)))
    },
  },
  {
    name: 'encrypting-client-syncs',
    async apply(files, random) {
      for (let count = 0; count < 12; count += 1) {
        files.set(`sealed/${nameOf(random, 'sealed')}`, await contentOf('sealed', random.below(1_000_000)))
      }
    },
  },
  { name: 'pictures-encoded-again', apply: encodePictures },
  { name: 'pictures-converted', apply: convertPictures },
  { name: 'git-gc', apply: collectGarbage },
  { name: 'dependencies-upgraded', apply: upgradeAll },
  { name: 'licence-line-in-all-sources', apply: licenceEverything },
  { name: 'dumps-rotated', apply: rotateDumps },
  { name: 'mass-rename', apply: async (files, random) => renameAll(files, random, (path) => `${path}.old`) },
  {
    name: 'mass-rename-with-a-new-ending',
    apply: async (files, random) => renameAll(files, random, (path) => `${path}.migrated`),
  },
  {
    name: 'folder-moved',
    apply: async (files, random) => renameAll(files, random, (path) => `2026/archive/${path}`),
  },
  { name: 'tree-deleted', apply: async (files, random) => deleteTree(files, random) },
  { name: 'films-uploaded', apply: uploadFilms },
  { name: 'mail-spool-compacted', apply: compactMail },
  { name: 'keys-and-certificates', apply: issueKeys },
  { name: 'new-application', apply: installApplication },
  ...benignTransforms.map((transform) => ({
    name: transform.name,
    apply: (files: Files, random: Random) => transformSome(transform, files, random),
  })),
]

/** Owners lock a few files away, programs change a dozen at once. */
const ownersFiles = 3
const programsFiles = 12

async function transformSome(transform: BenignTransform, files: Files, random: Random): Promise<void> {
  const most = transform.name.startsWith('owner-') ? ownersFiles : programsFiles
  let done = 0
  for (const path of random.shuffled([...files.keys()])) {
    if (done === most) return
    const changed = await transform.apply(bytesOf(files, path), path, random.below(1_000_000))
    if (changed === undefined || (changed.path !== path && files.has(changed.path))) continue
    files.delete(path)
    files.set(changed.path, changed.bytes)
    done += 1
  }
}

function matching(files: Files, pattern: RegExp): string[] {
  return [...files.keys()].filter((path) => pattern.test(path))
}

function replaceAll(files: Files, pattern: RegExp, ending: string, pack: (bytes: Buffer) => Buffer): void {
  for (const path of matching(files, pattern)) {
    files.set(`${path}.${ending}`, pack(bytesOf(files, path)))
    files.delete(path)
  }
}

async function zipFolder(files: Files, random: Random): Promise<void> {
  const folders = [...new Set([...files.keys()].map(folderOf))]
  const folder = random.pick(folders)
  const zip = new JSZip()
  for (const path of [...files.keys()].filter((path) => folderOf(path) === folder)) {
    zip.file(path, bytesOf(files, path), { date: new Date('2026-03-01T00:00:00Z') })
    files.delete(path)
  }
  files.set(`${folder}.zip`, await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' }))
}

/** What one person locks away on one day: fewer files than an attacker takes, in valid containers. */
async function encryptSome(files: Files, random: Random): Promise<void> {
  const kind = random.pick(['age', 'gpg'] as const)
  for (const path of random.shuffled(matching(files, documents)).slice(0, 3)) {
    files.set(`${path}.${kind}`, await containerAround(kind, bytesOf(files, path), random))
    files.delete(path)
  }
}

async function encryptCopies(files: Files, random: Random): Promise<void> {
  for (const path of matching(files, documents).slice(0, 15)) {
    files.set(`offsite/${path}.gpg`, await containerAround('gpg', bytesOf(files, path), random))
  }
}

/** The head of a real container of the kind, and noise as long as the content. */
async function containerAround(kind: 'age' | 'gpg', bytes: Buffer, random: Random): Promise<Buffer> {
  const whole = await contentOf(kind, random.below(1_000_000))
  return kind === 'gpg' ? whole : Buffer.concat([whole, random.bytes(bytes.length)])
}

async function encodePictures(files: Files): Promise<void> {
  for (const path of matching(files, /\.(?:jpg|webp)$/)) {
    const image = sharp(bytesOf(files, path))
    files.set(
      path,
      await (path.endsWith('.jpg') ? image.jpeg({ quality: 60 }) : image.webp({ quality: 50 })).toBuffer(),
    )
  }
}

async function convertPictures(files: Files): Promise<void> {
  for (const path of matching(files, /\.png$/)) {
    files.set(
      path.replace(/png$/, 'webp'),
      await sharp(bytesOf(files, path)).webp({ quality: 70 }).toBuffer(),
    )
    files.delete(path)
  }
}

/** Loose objects become one pack: `PACK`, version 2, a count, the objects, a SHA-1 of all that (gitformat-pack). */
async function collectGarbage(files: Files, random: Random): Promise<void> {
  const loose = matching(files, /\/objects\/[0-9a-f]{38}$/)
  if (loose.length === 0) return
  const head = Buffer.alloc(12)
  head.write('PACK', 'latin1')
  head.writeUInt32BE(2, 4)
  head.writeUInt32BE(loose.length, 8)
  const body = Buffer.concat([head, ...loose.map((path) => bytesOf(files, path))])
  files.set(
    `forge/app.git/objects/pack/pack-${random.bytes(20).toString('hex')}.pack`,
    Buffer.concat([body, createHash('sha1').update(body).digest()]),
  )
  for (const path of loose) files.delete(path)
}

async function upgradeAll(files: Files, random: Random): Promise<void> {
  for (const path of matching(files, /\.(?:php|js|css|html|json|png|webp)$/)) {
    const kind = kindOf(path)
    if (random.chance(0.8)) files.set(path, await contentOf(kind as 'php', random.below(1_000_000)))
  }
  for (let count = 0; count < 8; count += 1) {
    files.set(`htdocs/wp-includes/${nameOf(random, 'php')}`, await contentOf('php', random.below(1_000_000)))
  }
}

async function licenceEverything(files: Files, random: Random): Promise<void> {
  const line = Buffer.from(`/* ${sentence(random)} */\n`)
  for (const path of matching(files, sources)) files.set(path, Buffer.concat([line, bytesOf(files, path)]))
}

async function rotateDumps(files: Files, random: Random): Promise<void> {
  const dumps = matching(files, /\.sql\.gz$/)
  for (const path of dumps) files.set(path, await contentOf('sql.gz', random.below(1_000_000)))
  for (let age = 1; age < 4; age += 1) {
    files.set(`dumps/nightly-${age}.sql.gz`, await contentOf('sql.gz', random.below(1_000_000)))
  }
}

function renameAll(files: Files, random: Random, rename: (path: string) => string): void {
  const folder = random.pick([...files.keys()].map(folderOf))
  for (const path of [...files.keys()].filter((path) => folderOf(path) === folder)) {
    const bytes = bytesOf(files, path)
    files.delete(path)
    files.set(rename(path), bytes)
  }
}

/** The runner brings it back a few nights later. */
function deleteTree(files: Files, random: Random): void {
  const folder = random.pick([...files.keys()].map(folderOf))
  for (const path of [...files.keys()].filter((path) => folderOf(path) === folder)) files.delete(path)
}

async function uploadFilms(files: Files, random: Random): Promise<void> {
  for (let count = 0; count < 6; count += 1) {
    files.set(`uploads/${nameOf(random, 'mp4')}`, await contentOf('mp4', random.below(1_000_000)))
  }
}

/** Every second mail of a box goes, the rest moves to the front. */
async function compactMail(files: Files, random: Random): Promise<void> {
  for (const path of matching(files, /\.mbox$/)) {
    const mails = bytesOf(files, path)
      .toString('latin1')
      .split(/(?=^From )/m)
    const kept = mails.filter(() => random.chance(0.5))
    if (kept.length > 0) files.set(path, Buffer.from(kept.join(''), 'latin1'))
  }
}

async function issueKeys(files: Files, random: Random): Promise<void> {
  const pem = (kind: string, bytes: number) =>
    `-----BEGIN ${kind}-----\n${(
      random
        .bytes(bytes)
        .toString('base64')
        .match(/.{1,64}/g) ?? []
    ).join('\n')}\n-----END ${kind}-----\n`
  for (let count = 0; count < 4; count += 1) {
    files.set(`tls/host-${count}.key`, Buffer.from(pem('PRIVATE KEY', 1200)))
    files.set(`tls/host-${count}.crt`, Buffer.from(pem('CERTIFICATE', 1500)))
  }
  files.set('tls/tickets.bin', random.bytes(80))
}

/** A folder of new files, some of kinds that this tenant never had, with one small readme in each folder. */
async function installApplication(files: Files, random: Random): Promise<void> {
  const name = `app-${random.below(1000)}`
  const readme = Buffer.from(
    `Version ${randomVersion(random)}.\nDo not modify these files, updates replace them.\n`,
  )
  for (const part of ['bin', 'lib', 'share', 'data']) {
    files.set(`${name}/${part}/README.txt`, readme)
    files.set(`${name}/${part}/${nameOf(random, 'json')}`, await contentOf('json', random.below(1_000_000)))
    files.set(`${name}/${part}/part.${name}dat`, await contentOf('gitobject', random.below(1_000_000)))
  }
  files.set(`${name}/cache.bin`, random.bytes(9000))
}

function randomVersion(random: Random): string {
  return `${random.below(9)}.${random.below(20)}.${random.below(40)}`
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
