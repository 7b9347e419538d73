import { AnlaufError } from '../../../../core/failure.ts'
import { archivedBytes, lineBytes, recordBytes, type StoredFile } from '../volume/index.ts'

/** The files of a set in three parts; each part keeps its order. */
export interface SetFiles {
  /** Config, keys, index, snapshots: without them the rest cannot be read. */
  readonly head: readonly StoredFile[]
  /** Packs with directories: with them one sees what there is, and which packs a file needs. */
  readonly trees: readonly StoredFile[]
  readonly data: readonly StoredFile[]
}

export interface PlannedVolume {
  /** From 1. */
  readonly volume: number
  readonly files: readonly StoredFile[]
  /** Bytes of the volume at most. */
  readonly bytes: number
}

/** Directories go on every volume while they take no more than this share of it. */
const treeShare = 0.1
/** Readme, label and seal with their headers and padding. */
const ownBytes = 32 * 1024

/**
 * Divides a set into volumes of at most `volumeBytes`, records filled up. Every volume begins with the head, and
 * with the directories while those are small (else the first one alone has them); the last one repeats both at its
 * end, because the beginning of a medium is what wears out first. Packs keep their order and none is divided.
 * Throws `input-invalid` when the volumes are too small, with the size that would do.
 */
export function planVolumes(files: SetFiles, options: { volumeBytes?: number | undefined }): PlannedVolume[] {
  const { volumeBytes = Number.MAX_SAFE_INTEGER } = options
  const { head, trees, data } = files
  const treesEverywhere = bytesOf(trees) <= volumeBytes * treeShare
  const opening = treesEverywhere ? [...head, ...trees] : head
  const rest = treesEverywhere ? data : [...trees, ...data]
  const largest = rest.reduce((most, file) => Math.max(most, taken(file)), 0)
  const needed = roundUp(emptyVolume + bytesOf(opening) + largest)
  if (needed > volumeBytes) throw tooSmall(volumeBytes, needed)

  const room = volumeBytes - (volumeBytes % recordBytes)
  const volumes: { files: StoredFile[]; bytes: number }[] = []
  function open(): { files: StoredFile[]; bytes: number } {
    const fresh = { files: [...opening], bytes: emptyVolume + bytesOf(opening) }
    volumes.push(fresh)
    return fresh
  }
  let current = open()
  for (const file of rest) {
    if (current.bytes + taken(file) > room) current = open()
    current.files.push(file)
    current.bytes += taken(file)
  }
  if (rest.length > 0) repeat([...head, ...trees])
  return volumes.map((volume, at) => ({
    volume: at + 1,
    files: volume.files,
    bytes: roundUp(volume.bytes),
  }))

  /** What does not fit behind the last pack opens a volume: there it stands at the beginning, which will do. */
  function repeat(again: readonly StoredFile[]): void {
    for (const file of again) {
      if (current.bytes + taken(file) > room) {
        current = open()
        if (treesEverywhere) return
      }
      current.files.push(file)
      current.bytes += taken(file)
    }
  }
}

/** What an empty volume takes; the sums and the catalogue grow with each file. */
const emptyVolume = ownBytes + 2 * archivedBytes(0) + recordBytes

function taken({ size }: StoredFile): number {
  return archivedBytes(size) + lineBytes
}

function bytesOf(files: readonly StoredFile[]): number {
  return files.reduce((sum, file) => sum + taken(file), 0)
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / recordBytes) * recordBytes
}

function tooSmall(volumeBytes: number, needed: number): AnlaufError {
  return new AnlaufError(
    'input-invalid',
    `Volumes of ${volumeBytes} bytes are too small: each has to hold config, keys, index, snapshots and the largest pack.`,
    { hint: `Take volumes of at least ${needed} bytes, better a hundred times that.` },
  )
}
