import { createReadStream } from 'node:fs'

import { padding } from '@anlauf/repository'

import { throwIfStopped } from '../stop.ts'
import {
  type CatalogueEntry,
  decodeLabel,
  decodeSeal,
  type Label,
  parsePath,
  recordBytes,
  type Seal,
  sha256,
  type StoredFile,
} from '../volume/index.ts'
import { type ArchiveEntry, archiveEntries } from './archive-entries.ts'
import { byteReader } from './byte-reader.ts'
import { compareCatalogue } from './compare-catalogue.ts'
import { type MediaFinding, MediaFindings } from './finding.ts'

/** A repository file from a volume; its bytes fit its name, a config's its catalogue (known at the end only). */
export interface ReadFile extends StoredFile {
  readonly bytes: Buffer
}

export interface ReadOptions {
  /** False passes a file over: it is neither kept nor verified. */
  readonly wants?: (file: StoredFile) => boolean | Promise<boolean>
  readonly onFile?: (file: ReadFile) => Promise<void>
  /** True ends the reading before this file; the rest of the medium is not looked at. */
  readonly stopBefore?: (file: StoredFile) => boolean | Promise<boolean>
  readonly onProgress?: (figures: { bytesDone: number; files: number; label: Label | undefined }) => void
  readonly signal?: AbortSignal | undefined
  /** SHA-256 of the catalogue as it was written down when the volume was sealed. */
  readonly expectedCatalogue?: (label: Label) => string | undefined
}

export interface VolumeReport {
  readonly label: Label | undefined
  readonly seal: Seal | undefined
  readonly catalogue: Buffer | undefined
  /** Files whose bytes fit their names, each once, and their bytes. */
  readonly files: number
  readonly bytes: number
  readonly bytesRead: number
  readonly findings: readonly MediaFinding[]
  readonly errors: number
  /** Files that the catalogue names and the volume does not have whole. */
  readonly missing: readonly CatalogueEntry[]
  /** Sealed, read to its end, every file there and whole, nothing left out. */
  readonly isWhole: boolean
}

/**
 * Reads a volume once, from its beginning to its end, and believes nothing: files are held against their names, the
 * catalogue against the seal, the seal against what was written down. A file path, or a stream such as a tape drive.
 * Damage is reported, not thrown; what is whole around it is delivered. Throws `aborted` and what `onFile` throws.
 */
export async function readVolume(
  source: string | AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<VolumeReport> {
  const { wants = () => true, onFile, stopBefore, onProgress, signal } = options
  const findings = new MediaFindings()
  await using reader = byteReader(typeof source === 'string' ? streamOf(source) : source)
  const good = new Map<string, { size: number; sha256?: string }>()
  const passedOver = new Set<string>()
  let label: Label | undefined
  let labelHash: string | undefined
  let readmeHash: string | undefined
  let sumsHash: string | undefined
  let seal: Seal | undefined
  let catalogue: Buffer | undefined
  let stopped = false

  async function takeContent({ path, size, at }: ArchiveEntry): Promise<void> {
    const bytes = await reader.take(size)
    if (bytes === undefined || !(await reader.skip(padding(size)))) {
      findings.add('truncated', `The volume ends in the middle of ${path}.`, { at })
      return
    }
    const place = parsePath(path)
    if (place?.of === 'repository') {
      const { kind, id } = place
      const hash = sha256(bytes)
      if (kind !== 'config' && hash !== id) {
        findings.add('content-damaged', `${path} is not what its name says.`, { at })
        return
      }
      good.set(path, { size, ...(kind === 'config' && { sha256: hash }) })
      await onFile?.({ kind, id, size, bytes })
    } else if (place?.part === 'readme') readmeHash = sha256(bytes)
    else if (place?.part === 'sums') sumsHash = sha256(bytes)
    else if (place?.part === 'label') {
      label = decodeLabel(bytes)
      labelHash = sha256(bytes)
    } else if (place?.part === 'catalogue') catalogue = bytes
    else if (place?.part === 'seal') seal = decodeSeal(bytes)
  }

  try {
    for await (const entry of archiveEntries(reader, findings, () => seal !== undefined)) {
      throwIfStopped(signal)
      const place = parsePath(entry.path)
      const file =
        place?.of === 'repository' ? { kind: place.kind, id: place.id, size: entry.size } : undefined
      if (file !== undefined && (await stopBefore?.(file)) === true) {
        stopped = true
        break
      }
      if (file !== undefined && !(await wants(file))) {
        passedOver.add(entry.path)
        if (!(await reader.skip(entry.size + padding(entry.size)))) break
      } else await takeContent(entry)
      onProgress?.({ bytesDone: reader.position, files: good.size, label })
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error
    findings.add('read-failed', `The medium cannot be read from byte ${reader.position} on: ${code}.`, {
      at: reader.position,
    })
  }
  const missing = stopped
    ? []
    : compareCatalogue({
        findings,
        good,
        passedOver,
        label,
        labelHash,
        readmeHash,
        sumsHash,
        seal,
        catalogue,
        expected: options.expectedCatalogue,
      })
  return {
    label,
    seal,
    catalogue,
    files: good.size,
    bytes: [...good.values()].reduce((sum, { size }) => sum + size, 0),
    bytesRead: reader.position,
    findings: findings.kept,
    errors: findings.errors,
    missing,
    isWhole: !stopped && findings.errors === 0 && seal !== undefined,
  }
}

/** Records of 256 KiB: a tape drive refuses to give a block to whoever asks for less. */
function streamOf(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: recordBytes })
}
