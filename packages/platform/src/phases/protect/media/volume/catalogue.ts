import { createHash } from 'node:crypto'

import { isCount, parseObject } from './label.ts'
import { parsePath, storedPath, type StoredFile } from './place.ts'

/** A repository file of a volume: where its content begins, or why it is not there. */
export interface CatalogueEntry extends StoredFile {
  readonly path: string
  /** Bytes from the beginning of the volume to the content; absent when the file was left out. */
  readonly at?: number
  /** The config alone is not named by its hash. */
  readonly sha256?: string
  readonly leftOut?: string
}

/**
 * What a volume holds, a line a file, in the order of the volume, as it is written. `sums` is what `sha256sum -c`
 * reads; `lines` is what we read. The hash of `lines` is the seal: it binds readme, label and every name, and names
 * are hashes.
 */
export interface CatalogueWriter {
  add(entry: Omit<CatalogueEntry, 'path'>): void
  readonly files: number
  readonly leftOut: number
  readonly bytes: number
  sums(): Buffer
  lines(): Buffer
}

export function catalogueWriter(own: { label: Buffer; readme: Buffer }): CatalogueWriter {
  const lines: string[] = [JSON.stringify({ label: sha256(own.label), readme: sha256(own.readme) })]
  const sums: string[] = []
  const figures = { files: 0, leftOut: 0, bytes: 0 }
  return {
    add({ kind, id, size, at, sha256: hash, leftOut }) {
      const path = storedPath(kind, id)
      lines.push(JSON.stringify({ path, size, at, sha256: hash, leftOut }))
      if (leftOut !== undefined) {
        figures.leftOut += 1
        return
      }
      sums.push(sumLine({ id, path, sha256: hash }))
      figures.files += 1
      figures.bytes += size
    },
    get files() {
      return figures.files
    },
    get leftOut() {
      return figures.leftOut
    },
    get bytes() {
      return figures.bytes
    },
    sums: () => Buffer.from(sums.join('')),
    lines: () => Buffer.from(lines.map((line) => `${line}\n`).join('')),
  }
}

/** What `sha256sum -c` has to read for a catalogue. */
export function sumsOf(entries: readonly CatalogueEntry[]): Buffer {
  return Buffer.from(
    entries
      .filter(({ leftOut }) => leftOut === undefined)
      .map(sumLine)
      .join(''),
  )
}

function sumLine(entry: { id: string; path: string; sha256?: string | undefined }): string {
  const { id, path, sha256: hash } = entry
  return `${hash ?? id}  ${path}\n`
}

/** The most bytes that the two lines of one file can take in catalogue and sums, padding aside. */
export const lineBytes = 360

/**
 * Reads a catalogue. Lines that make no sense are counted in `bad`, not believed: whoever compares the hash with
 * the seal learns that something is wrong, and the files themselves carry their own hashes.
 */
export function readCatalogue(bytes: Buffer): {
  /** SHA-256 of the parts that stand before the files. */
  readonly label: string | undefined
  readonly readme: string | undefined
  readonly entries: readonly CatalogueEntry[]
  readonly bad: number
} {
  const entries: CatalogueEntry[] = []
  let label: string | undefined
  let readme: string | undefined
  let bad = 0
  let from = 0
  while (from < bytes.length) {
    const newline = bytes.indexOf(10, from)
    const to = newline === -1 ? bytes.length : newline
    const value = parseObject(bytes.subarray(from, to), 1024)
    from = to + 1
    if (label === undefined && typeof value?.['label'] === 'string') {
      label = value['label']
      if (typeof value['readme'] === 'string') readme = value['readme']
      continue
    }
    const entry = value === undefined ? undefined : entryOf(value)
    if (entry === undefined) bad += 1
    else entries.push(entry)
  }
  return { label, readme, entries, bad }
}

function entryOf({
  path,
  size,
  at,
  sha256: hash,
  leftOut,
}: Record<string, unknown>): CatalogueEntry | undefined {
  const place = typeof path === 'string' ? parsePath(path) : undefined
  if (typeof path !== 'string' || place?.of !== 'repository' || !isCount(size)) return undefined
  const { kind, id } = place
  return {
    path,
    kind,
    id,
    size,
    ...(isCount(at) && { at }),
    ...(typeof hash === 'string' && { sha256: hash }),
    ...(typeof leftOut === 'string' && { leftOut }),
  }
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
