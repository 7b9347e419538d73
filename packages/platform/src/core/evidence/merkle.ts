import { createHash } from 'node:crypto'

/** A growing RFC 6962 tree that keeps one hash per complete subtree: log₂ n of them. */
export interface MerkleTree {
  add(line: string): void
  root(): Buffer
}

/** An empty tree. Leaf = SHA-256(0x00 ‖ line), node = SHA-256(0x01 ‖ left ‖ right); the empty tree is SHA-256(). */
export function merkleTree(): MerkleTree {
  const complete: { leaves: number; hash: Buffer }[] = []
  return {
    add(line) {
      let [leaves, hash] = [1, leafHash(line)]
      for (let left = complete.at(-1); left?.leaves === leaves; left = complete.at(-1)) {
        complete.pop()
        ;[leaves, hash] = [leaves * 2, nodeHash(left.hash, hash)]
      }
      complete.push({ leaves, hash })
    },
    root() {
      const hashes = complete.map(({ hash }) => hash)
      return hashes.reduceRight((right, left) => nodeHash(left, right), hashes.pop() ?? emptyRoot())
    },
  }
}

/** Root of the tree over these lines. */
export function merkleRoot(lines: readonly string[]): Buffer {
  const tree = merkleTree()
  for (const line of lines) tree.add(line)
  return tree.root()
}

/** Hashes from the leaf `at` (from 0) up to the root, as RFC 6962 §2.1.1 orders them. */
export function inclusionProof(lines: readonly string[], at: number): Buffer[] {
  if (lines.length <= 1) return []
  const half = largestPowerBelow(lines.length)
  const [left, right] = [lines.slice(0, half), lines.slice(half)]
  return at < half
    ? [...inclusionProof(left, at), merkleRoot(right)]
    : [...inclusionProof(right, at - half), merkleRoot(left)]
}

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

/** Shows that the first `from` lines are a prefix of all lines (RFC 6962 §2.1.2). */
export function consistencyProof(lines: readonly string[], from: number): Buffer[] {
  return from <= 0 || from >= lines.length ? [] : subproof(lines, from, true)
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

function subproof(lines: readonly string[], from: number, isWhole: boolean): Buffer[] {
  if (from === lines.length) return isWhole ? [] : [merkleRoot(lines)]
  const middle = largestPowerBelow(lines.length)
  const [left, right] = [lines.slice(0, middle), lines.slice(middle)]
  return from <= middle
    ? [...subproof(left, from, isWhole), merkleRoot(right)]
    : [...subproof(right, from - middle, false), merkleRoot(left)]
}

function emptyRoot(): Buffer {
  return createHash('sha256').digest()
}

function leafHash(line: string): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(line).digest()
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest()
}

function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

/** No shift: sizes may exceed 32 bits. */
function half(index: number): number {
  return Math.floor(index / 2)
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
