import { RepositoryError, type Storage } from '@anlauf/repository'

import { throwIfStopped } from '../stop.ts'
import {
  archiveEnd,
  archiveFile,
  catalogueWriter,
  encodeLabel,
  encodeSeal,
  type Label,
  ownPath,
  type Seal,
  sha256,
  type StoredFile,
  storedPath,
} from '../volume/index.ts'
import { readAhead } from './read-ahead.ts'
import { readme } from './readme.ts'
import type { VolumeSink } from './volume-sink.ts'

/** Files on their way at once; with packs of 128 MiB that is the memory this takes. */
const filesAhead = 3

/** A file that belonged on the volume and is not on it. */
export interface LeftOut {
  readonly path: string
  readonly reason: string
}

export interface WrittenVolume {
  readonly seal: Seal
  readonly catalogue: Buffer
  readonly leftOut: readonly LeftOut[]
}

/**
 * Writes one volume in one pass. Every file is hashed before it goes on the medium: one that does not fit its name,
 * or is gone, is left out and named in the catalogue, because a medium that holds damage looks like a backup.
 * Throws what the place and the medium throw, and `aborted`; the caller abandons the sink then.
 */
export async function writeVolume(
  storage: Storage,
  sink: VolumeSink,
  options: {
    label: Label
    files: readonly StoredFile[]
    now: () => Date
    signal?: AbortSignal | undefined
    onFile?: ((file: StoredFile) => void) | undefined
  },
): Promise<WrittenVolume> {
  const { label, files, now, signal, onFile } = options
  const { set, volume } = label
  const seconds = Math.floor(Date.parse(label.writtenAt) / 1000)
  let position = 0
  /** Answers where the content begins. */
  async function put(path: string, bytes: Uint8Array): Promise<number> {
    const began = position
    for (const piece of archiveFile(path, bytes, seconds)) {
      await sink.write(piece)
      position += piece.length
    }
    return began + headerBytes
  }

  const labelBytes = encodeLabel(label)
  const readmeBytes = Buffer.from(readme(label))
  const catalogue = catalogueWriter({ label: labelBytes, readme: readmeBytes })
  const leftOut: LeftOut[] = []
  await put(ownPath(set, volume, 'readme'), readmeBytes)
  await put(ownPath(set, volume, 'label'), labelBytes)
  for await (const { file, bytes, reason } of readAhead(files, filesAhead, (one) =>
    readWhole(storage, one),
  )) {
    throwIfStopped(signal)
    if (bytes === undefined) {
      leftOut.push({ path: storedPath(file.kind, file.id), reason })
      catalogue.add({ ...file, leftOut: reason })
    } else {
      const at = await put(storedPath(file.kind, file.id), bytes)
      catalogue.add({ ...file, at, ...(file.kind === 'config' && { sha256: sha256(bytes) }) })
    }
    onFile?.(file)
  }
  const lines = catalogue.lines()
  const seal: Seal = {
    set,
    volume,
    files: catalogue.files,
    bytes: catalogue.bytes,
    leftOut: catalogue.leftOut,
    catalogue: sha256(lines),
    sealedAt: now().toISOString(),
  }
  await put(ownPath(set, volume, 'sums'), catalogue.sums())
  await put(ownPath(set, volume, 'catalogue'), lines)
  await put(ownPath(set, volume, 'seal'), encodeSeal(seal))
  await sink.write(archiveEnd())
  await sink.finish()
  return { seal, catalogue: lines, leftOut }
}

const headerBytes = 512

/** The bytes of a file as planned and as named, or why there are none. A place that fails altogether throws. */
async function readWhole(
  storage: Storage,
  file: StoredFile,
): Promise<{ file: StoredFile; bytes?: Buffer; reason: string }> {
  try {
    const bytes = await storage.read(file.kind, file.id)
    if (bytes.length !== file.size) return { file, reason: `${bytes.length} bytes instead of ${file.size}` }
    const isNamed = file.kind === 'config' || sha256(bytes) === file.id
    return isNamed
      ? { file, bytes, reason: '' }
      : { file, reason: 'damaged: the content does not fit the name' }
  } catch (error) {
    if (!(error instanceof RepositoryError) || !aboutTheFile.has(error.code)) throw error
    return { file, reason: error.code }
  }
}

const aboutTheFile: ReadonlySet<string> = new Set(['missing-object', 'damaged', 'read-failed'])
