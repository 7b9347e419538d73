import { resolve } from 'node:path'

import { RepositoryError, throwIfAborted } from '../error.ts'
import type { BlobId } from '../id.ts'
import { compareNames, isSafeName, printName } from '../name.ts'
import { encodeTree, modeBits, type Node } from '../tree/index.ts'
import type { Walk } from './archiver.ts'
import { readPieces } from './read-pieces.ts'

/** What comes in through a pipe instead of a file. */
export interface PipedSource {
  readonly stream: AsyncIterable<Uint8Array>
  /** Its path in the snapshot. */
  readonly filename: string
}

/** Streams that become the files of one folder, each asked for when the one before it is stored. */
export interface PipedFolder {
  /** Its path in the snapshot. */
  readonly path: string
  readonly files: AsyncIterable<PipedFile>
}

export interface PipedFile {
  readonly stream: AsyncIterable<Uint8Array>
  /** Its name in the folder. */
  readonly name: string
  /** Asked when all of it is stored: what turned out to be wrong is left out of the snapshot. */
  readonly isWhole?: () => Promise<boolean>
}

/**
 * Stores a stream as one file of the snapshot, below the folders that its name asks for. It belongs to this
 * account and is as old as the snapshot. Throws what the stream throws: half a dump is no backup.
 */
export async function archiveStream(walk: Walk, source: PipedSource, time: string): Promise<BlobId> {
  const names = resolve('/', source.filename).slice(1).split('/')
  const node = await fileNode(walk, { ...source, name: names.pop() ?? 'stdin', time })
  return below(walk, { names, nodes: [node], time })
}

/**
 * Stores streams as the files of one folder; a later one may tell about those before it. Throws what a stream throws,
 * `invalid-argument` for two of one name.
 */
export async function archiveFolderOfStreams(walk: Walk, folder: PipedFolder, time: string): Promise<BlobId> {
  const nodes = new Map<string, Node>()
  for await (const { stream, name, isWhole } of folder.files) {
    if (nodes.has(name) || !isSafeName(name)) {
      throw new RepositoryError('invalid-argument', `"${printName(name)}" is no name for a further file.`, {
        hint: 'Each stream of a folder needs a plain name of its own.',
      })
    }
    const node = await fileNode(walk, { stream, filename: `${folder.path}/${name}`, name, time })
    if ((await isWhole?.()) ?? true) nodes.set(name, node)
  }
  const names = resolve('/', folder.path).slice(1).split('/')
  const sorted = [...nodes.values()].sort((a, b) => compareNames(a.name, b.name))
  return below(walk, { names, nodes: sorted, time })
}

async function fileNode(
  walk: Walk,
  source: PipedSource & { readonly name: string; readonly time: string },
): Promise<Node> {
  const { content, size } = await readPieces(watched(walk, source), walk.store, walk.finder)
  walk.counts.files += 1
  walk.counts.filesNew += 1
  return { ...plainNode(source.name, 'file', source.time), links: 1, size, content }
}

/** The folders above some nodes, from the inside out. */
async function below(
  walk: Walk,
  { names, nodes, time }: { names: readonly string[]; nodes: readonly Node[]; time: string },
): Promise<BlobId> {
  let tree = await walk.store.put('tree', encodeTree(nodes))
  for (const name of names.toReversed()) {
    walk.counts.dirsNew += 1
    tree = await walk.store.put('tree', encodeTree([{ ...plainNode(name, 'dir', time), subtree: tree }]))
  }
  return tree
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
