import { resolve } from 'node:path'

import { throwIfAborted } from '../error.ts'
import type { BlobId } from '../id.ts'
import { encodeTree, modeBits, type Node } from '../tree/index.ts'
import type { Walk } from './archiver.ts'
import { readPieces } from './read-pieces.ts'

/** What comes in through a pipe instead of a file. */
export interface PipedSource {
  readonly stream: AsyncIterable<Uint8Array>
  /** Its path in the snapshot. */
  readonly filename: string
}

/**
 * Stores a stream as one file of the snapshot, below the folders that its name asks for. It belongs to this
 * account and is as old as the snapshot. Throws what the stream throws: half a dump is no backup.
 */
export async function archiveStream(walk: Walk, source: PipedSource, time: string): Promise<BlobId> {
  const names = resolve('/', source.filename).slice(1).split('/')
  const { content, size } = await readPieces(watched(walk, source), walk.store, walk.finder)
  walk.counts.files += 1
  walk.counts.filesNew += 1
  let node: Node = { ...plainNode(names.pop() ?? 'stdin', 'file', time), links: 1, size, content }
  for (const name of names.reverse()) {
    const subtree = await walk.store.put('tree', encodeTree([node]))
    walk.counts.dirsNew += 1
    node = { ...plainNode(name, 'dir', time), subtree }
  }
  return walk.store.put('tree', encodeTree([node]))
}

async function* watched(walk: Walk, { stream, filename }: PipedSource): AsyncGenerator<Uint8Array> {
  const { counts } = walk
  for await (const piece of stream) {
    throwIfAborted(walk.signal)
    counts.bytes += piece.length
    walk.onProgress?.({
      phase: 'backup',
      done: 0,
      files: 0,
      bytesDone: counts.bytes,
      current: filename,
    })
    yield piece
  }
}

function plainNode(name: string, type: 'file' | 'dir', time: string): Node {
  return {
    name,
    type,
    mode: type === 'dir' ? modeBits.dir + 0o755 : 0o644,
    mtime: time,
    atime: time,
    ctime: time,
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
  }
}
