import { damaged, RepositoryError } from '../error.ts'
import type { PackId } from '../id.ts'
import type { BlobIndex, IndexedBlob } from '../index/index.ts'
import { trailerLength } from '../pack/index.ts'
import type { Storage } from '../storage/index.ts'

/** The packs as they are: what exists, what the index says of it, what nobody names. */
export interface PackSurvey {
  /** In the order of the index, which is the order of the numbers used elsewhere. */
  readonly packs: readonly SurveyedPack[]
  readonly numberOf: ReadonlyMap<PackId, number>
  /** Packs that no index file names. */
  readonly orphans: readonly { readonly id: PackId; readonly size: number }[]
}

export interface SurveyedPack {
  readonly id: PackId
  /** Size of the file; undefined when it does not exist. */
  readonly size: number | undefined
  /** What the size should be by the index. */
  readonly expectedSize: number
  /** Data and trees in one pack: allowed in format 1, a hint of every check in format 2. */
  readonly isMixed: boolean
  readonly holdsTrees: boolean
  readonly hasUncompressed: boolean
}

/** Lists the packs of the storage and holds them against the index. */
export async function surveyPacks(storage: Storage, index: BlobIndex): Promise<PackSurvey> {
  const sizes = new Map<PackId, number>()
  for await (const { id, size } of storage.list('data')) sizes.set(id as PackId, size)
  const packs: SurveyedPack[] = []
  const numberOf = new Map<PackId, number>()
  for (const id of index.packs()) {
    numberOf.set(id, packs.length)
    packs.push({ id, size: sizes.get(id), ...shapeOf(index.blobsOf(id)) })
    sizes.delete(id)
  }
  return { packs, numberOf, orphans: [...sizes].map(([id, size]) => ({ id, size })) }
}

/** True when the file is there and as long as it should be. */
export function isSound({ size, expectedSize }: SurveyedPack): boolean {
  return size === expectedSize
}

/** Why a pack that is needed cannot be used; prune stops before it makes anything worse. */
export function unusablePack(pack: SurveyedPack): Error {
  const { id, size, expectedSize } = pack
  if (size !== undefined) {
    return damaged(
      `data/${id} has ${size} bytes, by the index it should have ${expectedSize}; nothing was removed.`,
      {
        pack: id,
      },
    )
  }
  return new RepositoryError(
    'missing-object',
    `Snapshots need data/${id}, which does not exist; nothing was removed.`,
    {
      hint: 'Bring the pack back from another copy of the repository, or forget the snapshots that need it; "anlauf repo check" names them.',
      context: { pack: id },
    },
  )
}

function shapeOf(
  blobs: readonly IndexedBlob[],
): Pick<SurveyedPack, 'expectedSize' | 'isMixed' | 'holdsTrees' | 'hasUncompressed'> {
  const end = blobs.reduce((far, { offset, length }) => Math.max(far, offset + length), 0)
  const holdsTrees = blobs.some(({ type }) => type === 'tree')
  return {
    expectedSize: end + trailerLength(blobs),
    isMixed: holdsTrees && blobs.some(({ type }) => type === 'data'),
    holdsTrees,
    hasUncompressed: blobs.some(({ uncompressedLength }) => uncompressedLength === 0),
  }
}
