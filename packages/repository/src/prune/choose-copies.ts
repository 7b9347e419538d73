import { asRepositoryError, RepositoryError, throwIfAborted } from '../error.ts'
import type { PackId } from '../id.ts'
import { type Bits, type BlobIndex, createBits, type IndexedBlob } from '../index/index.ts'
import { type BlobSource, type FailedPlace, tellOfBadCopies } from '../read-blob.ts'
import { openStored } from '../transfer/index.ts'
import { isSound, type PackSurvey, unusablePack } from './pack-survey.ts'
import type { UsedBlobs } from './used-blobs.ts'

/**
 * Of each needed blob the one copy that stays: bits by the numbers of the index. Blobs without a second copy
 * stay where they are. Of several copies the one stays whose pack is needed to the largest part, so
 * that the others' packs become free; before that it is read and verified (with `source`), because
 * the copy that goes may be the only whole one. Throws `missing-object` or `damaged` when a needed blob has no
 * usable copy.
 */
export async function chooseCopies(
  index: BlobIndex,
  { used, doubled }: UsedBlobs,
  survey: PackSurvey,
  options: { source: BlobSource | undefined; signal?: AbortSignal | undefined },
): Promise<Bits> {
  const kept = createBits(index.count)
  const worth = survey.packs.map(() => ({ needed: 0, single: 0 }))
  for (const [number, pack] of survey.packs.entries()) {
    let [all, needed, single] = [0, 0, 0]
    for (const entry of index.entriesIn(pack.id)) {
      const length = index.lengthOf(entry)
      all += length
      if (!used.has(entry)) continue
      needed += length
      if (doubled.has(entry)) continue
      if (!isSound(pack)) throw unusablePack(pack)
      kept.add(entry)
      single += length
    }
    if (all > 0) worth[number] = { needed: needed / all, single: single / all }
  }
  const decided = createBits(index.count)
  for (let entry = 0; entry < index.count; entry += 1) {
    if (!doubled.has(entry) || decided.has(entry)) continue
    const { id, type } = index.entry(entry)
    const copies = index.entriesOf(id, type)
    for (const copy of copies) decided.add(copy)
    kept.add(await bestCopy(index, copies, { survey, worth, ...options }))
  }
  return kept
}

/** Shares of a pack's bytes: needed at all, and needed from here because there is no other copy. */
interface Worth {
  readonly needed: number
  readonly single: number
}

function compareWorth(a: Worth | undefined, b: Worth | undefined): number {
  return (a?.needed ?? 0) - (b?.needed ?? 0) || (a?.single ?? 0) - (b?.single ?? 0)
}

async function bestCopy(
  index: BlobIndex,
  copies: readonly number[],
  options: {
    survey: PackSurvey
    worth: readonly Worth[]
    source: BlobSource | undefined
    signal?: AbortSignal | undefined
  },
): Promise<number> {
  const { survey, worth, source, signal } = options
  const packOf = (copy: number): number => survey.numberOf.get(index.entry(copy).pack) ?? -1
  const sound = copies.filter((copy) => {
    const pack = survey.packs[packOf(copy)]
    return pack !== undefined && isSound(pack)
  })
  sound.sort((a, b) => compareWorth(worth[packOf(b)], worth[packOf(a)]) || a - b)
  const bad: FailedPlace[] = []
  for (const copy of sound) {
    throwIfAborted(signal)
    const place = index.entry(copy)
    const error = source === undefined ? undefined : await defectOf(source, place)
    if (error !== undefined) bad.push({ place, error })
    else {
      if (source !== undefined) tellOfBadCopies(source, place.id, bad)
      return copy
    }
  }
  const [first] = copies.map((copy) => survey.packs[packOf(copy)])
  const { id, type } = index.entry(copies[0] ?? 0)
  if (sound.length === 0 && first !== undefined) throw unusablePack(first)
  throw new RepositoryError(
    'damaged',
    `None of the ${copies.length} copies of ${type} blob ${id} is whole; nothing was removed.`,
    {
      hint: 'Run "anlauf repo check --read-data" to see which files are hit; bring the packs back from another copy of the repository.',
      context: { blob: id },
    },
  )
}

async function defectOf(
  source: BlobSource,
  place: IndexedBlob & { pack: PackId },
): Promise<RepositoryError | undefined> {
  try {
    const range = { offset: place.offset, length: place.length }
    openStored(source.cipher, place, await source.storage.read('data', place.pack, range))
    return undefined
  } catch (error) {
    return asRepositoryError(error, 'read-failed', `Blob ${place.id}`)
  }
}
