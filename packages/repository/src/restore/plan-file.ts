import type { BigIntStats } from 'node:fs'

import { RepositoryError } from '../error.ts'
import type { BlobId } from '../id.ts'
import { type BlobIndex, sizesOf } from '../index/index.ts'
import type { Repository } from '../repository.ts'
import { timeToNanoseconds } from '../time.ts'
import type { Node } from '../tree/index.ts'
import { hasContent } from './existing-content.ts'
import type { Overwrite } from './options.ts'

/** The plain length of each piece. Throws when one is in no index file or the sum is not the file's size. */
export async function pieceLengths(repository: Repository, index: BlobIndex, node: Node): Promise<number[]> {
  const lengths: number[] = []
  let sum = 0
  for (const id of node.content ?? []) {
    const length = plainLength(index, id) ?? (await repository.readBlob(id, 'data')).length
    lengths.push(length)
    sum += length
  }
  if (sum === (node.size ?? 0)) return lengths
  throw new RepositoryError('damaged', `Its blobs hold ${sum} bytes, not ${node.size ?? 0}.`, {
    hint: 'Take the file from another snapshot.',
  })
}

/** What all locations of a blob say, `undefined` when they disagree: then one of them was forged. */
function plainLength(index: BlobIndex, id: BlobId): number | undefined {
  const locations = index.locations(id)
  const [first] = locations
  if (first === undefined) {
    throw new RepositoryError('missing-object', `Its blob ${id} is in no index file.`, {
      hint: 'Take the file from another snapshot or another copy of the repository.',
    })
  }
  const { plain } = sizesOf(first)
  const isUndisputed = locations.length === 1 || locations.every((one) => sizesOf(one).plain === plain)
  return isUndisputed ? plain : undefined
}

/** What to do where something exists already. */
export type Decision =
  /** It stays as it is. */
  | 'keep'
  /** Its content is right; owner, mode and times may not be. */
  | 'touch'
  | 'replace'

/** Decides about one existing entry. Only `if-changed` trusts size and time instead of the content. */
export function decide(
  there: BigIntStats,
  node: Node,
  options: { overwrite: Overwrite; place: Buffer; index: BlobIndex },
): Decision {
  const { overwrite, place, index } = options
  if (overwrite === 'never') return 'keep'
  if (overwrite === 'if-newer' && there.mtimeNs >= timeToNanoseconds(node.mtime)) return 'keep'
  if (node.type !== 'file') return 'replace'
  const looksSame =
    there.isFile() && there.size === BigInt(node.size ?? 0) && there.mtimeNs === timeToNanoseconds(node.mtime)
  if (overwrite === 'if-changed' && looksSame) return 'touch'
  return hasContent(place, node, index) ? 'touch' : 'replace'
}
