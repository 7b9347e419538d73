import { createHash, createHmac } from 'node:crypto'
import { lstatSync, readFileSync, rmSync } from 'node:fs'

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

/** What a canary is like as it lies there now. */
export function recordOf(path: string): CanaryRecord {
  const { dev, ino, birthtimeNs } = lstatSync(path, { bigint: true })
  return { path, device: String(dev), inode: String(ino), born: String(birthtimeNs), sha256: hashOf(path) }
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
