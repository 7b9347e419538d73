import { createHash } from 'node:crypto'

/** Root of an RFC 6962 tree over lines: leaf = SHA-256(0x00 ‖ line), node = SHA-256(0x01 ‖ left ‖ right). */
export function merkleRoot(lines: readonly string[]): Buffer {
  const stack: { size: number; hash: Buffer }[] = []
  for (const line of lines) {
    stack.push({ size: 1, hash: leafHash(line) })
    for (let top = stack.length - 1; top > 0 && stack[top]?.size === stack[top - 1]?.size; top -= 1)
      merge(stack)
  }
  while (stack.length > 1) merge(stack)
  return stack[0]?.hash ?? createHash('sha256').digest()
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
  if (place.at < 0 || place.at >= place.size) return false
  let [index, last] = [place.at, place.size - 1]
  let hash = leafHash(line)
  for (const other of proof) {
    if (last === 0) return false
    if (index % 2 === 1 || index === last) {
      hash = nodeHash(other, hash)
      while (index % 2 === 0 && index !== 0) [index, last] = [index / 2, Math.floor(last / 2)]
    } else hash = nodeHash(hash, other)
    ;[index, last] = [Math.floor(index / 2), Math.floor(last / 2)]
  }
  return last === 0 && hash.equals(root)
}

function merge(stack: { size: number; hash: Buffer }[]): void {
  const [right, left] = [stack.pop(), stack.pop()]
  if (left !== undefined && right !== undefined) {
    stack.push({ size: left.size + right.size, hash: nodeHash(left.hash, right.hash) })
  }
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
