import { hash } from 'node:crypto'

const blockBytes = 4096

/**
 * Share of the new version's blocks of 4 KiB that the old version holds at any of its own block boundaries: what a
 * deduplicating backup sees. 1 when nothing is new; 0 when every block is.
 */
export function sharedBlocks(before: Uint8Array, after: Uint8Array): number {
  const known = new Set(blocksOf(before))
  let [all, shared] = [0, 0]
  for (const block of blocksOf(after)) {
    all += 1
    if (known.has(block)) shared += 1
  }
  return all === 0 ? 1 : shared / all
}

function* blocksOf(bytes: Uint8Array): Generator<string> {
  for (let at = 0; at < bytes.length; at += blockBytes)
    yield hash('sha1', bytes.subarray(at, at + blockBytes))
}
