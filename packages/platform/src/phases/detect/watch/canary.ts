import { createHash, createHmac, randomInt } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { extname, join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'

/** A file that nobody needs and nobody opens: whoever changes it goes through everything. */
export interface Canary {
  readonly path: string
  /** Device and inode, as hits name files. */
  readonly file: string
  /** True when the file under the path is not, to the byte, the one that was put there. */
  isTouched(): boolean
}

export interface CanaryRecord {
  readonly path: string
  readonly device: string
  readonly inode: string
  /** Birth in nanoseconds: an inode number is given again at once. */
  readonly born: string
  readonly sha256: string
}

const fewestFiles = 20
const largestBytes = 64 * 1024
/** Words that stand at the beginning and at the end of an alphabetical list, as people write them. */
const firstWords = ['00 Ablage', '01 Archiv alt', '0 Übersicht']
const lastWords = ['zz Ablage', 'zz_alt', 'zu klären']

/**
 * Puts two canaries into each folder with at least twenty files: one at the beginning of its list, one at the end.
 * Each is a copy of a small file of that folder, so kind, size and content are what lies there anyway, with its age.
 * Answers what was put where.
 */
export function placeCanaries(folders: readonly string[]): readonly CanaryRecord[] {
  const placed: CanaryRecord[] = []
  for (const folder of folders) {
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => join(folder, name))
    if (files.length < fewestFiles) continue
    const models = files.filter((path) => {
      const { size } = statSync(path)
      return size > 0 && size <= largestBytes
    })
    for (const words of [firstWords, lastWords]) {
      const model = models[randomInt(Math.max(1, models.length))]
      if (model === undefined) continue
      const name = `${words[randomInt(words.length)] ?? '00'}${extname(model)}`
      const path = join(folder, name)
      if (existsSync(path)) continue
      copyFileSync(model, path)
      const { atime, mtime } = statSync(model)
      utimesSync(path, atime, mtime)
      placed.push(recordOf(path))
    }
  }
  return placed
}

/** Removes canaries that are still what was put there; the others are evidence and stay. Answers how many went. */
export function removeCanaries(records: readonly CanaryRecord[]): number {
  const own = records.filter((record) => !canaryOf(record).isTouched())
  for (const { path } of own) rmSync(path)
  return own.length
}

export function canaryOf(record: CanaryRecord): Canary {
  const { path, device, inode, born, sha256 } = record
  return {
    path,
    file: `${device}:${inode}`,
    isTouched() {
      const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
      if (stat === undefined || String(stat.dev) !== device || String(stat.ino) !== inode) return true
      if (String(stat.birthtimeNs) !== born) return true
      // Another name for the same file: it is about to be changed through it.
      if (stat.nlink !== 1n || !stat.isFile()) return true
      return hashOf(path) !== sha256
    },
  }
}

/** The list of canaries, sealed: whoever removes a line of it must know the key. */
export function sealCanaries(records: readonly CanaryRecord[], key: Buffer): string {
  const body = JSON.stringify(records)
  return `${JSON.stringify({ canaries: records, hmac: createHmac('sha256', key).update(body).digest('hex') })}\n`
}

/** Throws `evidence-broken` when the list is not the one that was sealed. */
export function openCanaries(text: string, key: Buffer): readonly CanaryRecord[] {
  const value = JSON.parse(text) as { canaries?: CanaryRecord[]; hmac?: string }
  const body = JSON.stringify(value.canaries ?? [])
  if (value.hmac === createHmac('sha256', key).update(body).digest('hex')) return value.canaries ?? []
  throw new AnlaufError('evidence-broken', 'The list of canaries is not the one that was sealed.', {
    hint: 'Somebody changed it: treat this machine as compromised. Place new canaries afterwards.',
  })
}

function recordOf(path: string): CanaryRecord {
  const { dev, ino, birthtimeNs } = lstatSync(path, { bigint: true })
  return { path, device: String(dev), inode: String(ino), born: String(birthtimeNs), sha256: hashOf(path) }
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
