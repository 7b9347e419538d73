import { emptyRoot, leafHash, nodeHash } from './merkle-hash.ts'
import { merkleProver } from './merkle-prover.ts'

/** A growing RFC 6962 tree that keeps one hash per complete subtree: log₂ n of them. */
export interface MerkleTree {
  add(line: string): void
  /** A line of which only the leaf hash is known. */
  addLeaf(leaf: Buffer): void
  root(): Buffer
}

/** An empty tree. Leaf = SHA-256(0x00 ‖ line), node = SHA-256(0x01 ‖ left ‖ right); the empty tree is SHA-256(). */
export function merkleTree(): MerkleTree {
  const complete: { leaves: number; hash: Buffer }[] = []
  const addLeaf = (leaf: Buffer): void => {
    let [leaves, hash] = [1, leaf]
    for (let left = complete.at(-1); left?.leaves === leaves; left = complete.at(-1)) {
      complete.pop()
      ;[leaves, hash] = [leaves * 2, nodeHash(left.hash, hash)]
    }
    complete.push({ leaves, hash })
  }
  return {
    add: (line) => addLeaf(leafHash(line)),
    addLeaf,
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

/** The way of one line up the tree over all of them; for several ways make one `merkleProver`. */
export function inclusionProof(lines: readonly string[], at: number): Buffer[] {
  return merkleProver(lines).inclusion(at)
}
