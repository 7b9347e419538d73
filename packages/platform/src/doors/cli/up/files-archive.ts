import { blockBytes, type Node, padding, tarHeader } from '@anlauf/repository'

/** Files as one tar archive whose names begin with a folder, so that `tar x` makes one. */
export function filesArchive(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
  at: Date,
): Buffer<ArrayBuffer> {
  const time = at.toISOString()
  const pieces = [...files].flatMap(([file, bytes]) => {
    const name = `${folder}/${file}`
    const size = bytes.length
    const node: Node = {
      name,
      type: 'file',
      mode: 0o600,
      uid: 0,
      gid: 0,
      size,
      mtime: time,
      atime: time,
      ctime: time,
    }
    return [tarHeader(node, 'file', name, ''), bytes, Buffer.alloc(padding(size))]
  })
  return Buffer.concat([...pieces, Buffer.alloc(2 * blockBytes)])
}
