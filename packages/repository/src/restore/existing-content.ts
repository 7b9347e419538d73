import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

import { sha256 } from '../id.ts'
import type { BlobIndex } from '../index/index.ts'
import type { Node } from '../tree/index.ts'

/** True when a regular file lies there whose every piece hashes to the node's blobs. Never trusts size and time. */
export function hasContent(place: Buffer, node: Node, index: BlobIndex): boolean {
  const handle = tryOpen(place)
  if (handle === undefined) return false
  try {
    const stat = fstatSync(handle)
    if (!stat.isFile() || stat.size !== (node.size ?? 0)) return false
    let offset = 0
    for (const id of node.content ?? []) {
      const length = index.sizes(id)?.plain
      if (length === undefined || offset + length > stat.size) return false
      const piece = Buffer.allocUnsafe(length)
      if (readSync(handle, piece, 0, length, offset) !== length || sha256(piece) !== id) return false
      offset += length
    }
    return offset === stat.size
  } finally {
    closeSync(handle)
  }
}

function tryOpen(place: Buffer): number | undefined {
  try {
    return openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch {
    return undefined
  }
}
