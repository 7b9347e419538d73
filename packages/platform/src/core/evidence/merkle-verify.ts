import { emptyRoot, leafHash, nodeHash } from './merkle-hash.ts'

/** True when a line is the leaf `at` of a tree of `size` leaves with this root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  line: string,
  place: { readonly at: number; readonly size: number },
  proof: readonly Buffer[],
  root: Buffer,
): boolean {
  if (!isSize(place.at) || !isSize(place.size) || place.at >= place.size) return false
  let [index, last] = [place.at, place.size - 1]
  let hash = leafHash(line)
  for (const other of proof) {
    if (last === 0) return false
    if (index % 2 === 1 || index === last) {
      hash = nodeHash(other, hash)
      while (index % 2 === 0 && index !== 0) [index, last] = [index / 2, half(last)]
    } else hash = nodeHash(hash, other)
    ;[index, last] = [half(index), half(last)]
  }
  return last === 0 && hash.equals(root)
}

/**
 * True when the log of the first checkpoint is a beginning of the log of the second (RFC 9162 §2.1.4.2).
 * Every log continues the empty one. Size and root of each must come from one signed note: a proof alone does
 * not fix the second size (4 of 7 and 4 of 8 leaves have proofs of one shape).
 */
export function verifyConsistency(
  first: { readonly size: number; readonly root: Buffer },
  second: { readonly size: number; readonly root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (!isSize(first.size) || !isSize(second.size) || first.size > second.size) return false
  if (first.size === second.size) return proof.length === 0 && first.root.equals(second.root)
  if (first.size === 0) return proof.length === 0 && first.root.equals(emptyRoot())
  let [index, last] = [first.size - 1, second.size - 1]
  while (index % 2 === 1) [index, last] = [half(index), half(last)]
  // A first tree that is complete is itself a node of the second one; its root then need not be sent.
  const [start, ...others] = index === 0 ? [first.root, ...proof] : proof
  if (start === undefined) return false
  let [firstHash, secondHash] = [start, start]
  for (const other of others) {
    if (last === 0) return false
    if (index % 2 === 1 || index === last) {
      ;[firstHash, secondHash] = [nodeHash(other, firstHash), nodeHash(other, secondHash)]
      while (index % 2 === 0 && index !== 0) [index, last] = [index / 2, half(last)]
    } else secondHash = nodeHash(secondHash, other)
    ;[index, last] = [half(index), half(last)]
  }
  return last === 0 && firstHash.equals(first.root) && secondHash.equals(second.root)
}

/** No shift: sizes may exceed 32 bits. */
function half(index: number): number {
  return Math.floor(index / 2)
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
