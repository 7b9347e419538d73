import { createReadStream, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { blockBytes, type Node, padding, tarHeader } from '@anlauf/repository'

/**
 * A finished export as one tar archive whose names begin with `evidence/`, so that `tar x` makes one folder. Files
 * only, in the order of their names. Throws what the file system throws.
 */
export async function* bundleArchive(folder: string): AsyncGenerator<Uint8Array> {
  for (const name of fileNames(folder)) {
    const path = join(folder, name)
    const { size, mtime } = statSync(path)
    yield headerOf(`evidence/${name}`, size, mtime)
    let length = 0
    for await (const piece of createReadStream(path, { end: Math.max(0, size - 1) })) {
      length += (piece as Buffer).length
      yield piece as Buffer
    }
    // An export is written once; one that shrinks while it is read would spoil all files behind it.
    if (length !== size) throw new Error(`${name} changed while it was read`)
    yield Buffer.alloc(padding(length))
  }
  yield Buffer.alloc(2 * blockBytes)
}

function fileNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()
}

function headerOf(name: string, size: number, mtime: Date): Buffer {
  const time = mtime.toISOString()
  const times = { mtime: time, atime: time, ctime: time }
  const node: Node = { name, type: 'file', mode: 0o644, uid: 0, gid: 0, size, ...times }
  return tarHeader(node, 'file', name, '')
}
