import { linkedNodes } from '../linked-nodes.ts'
import type { Node } from '../tree/index.ts'
import type { ArchiveWriter } from './archive-writer.ts'
import { tarHeader, type TarType } from './tar-header.ts'
import { blockBytes, padding } from './ustar.ts'

/** A tar archive; several names of one file are stored as hard links. Sockets are left out, as tar does. */
export function tarWriter(): ArchiveWriter {
  const linked = linkedNodes()
  return {
    async *entry(path, node, content) {
      const type = typeOf(node)
      if (type === undefined) return
      const first = type === 'dir' ? undefined : linked.firstOf(path, node)
      if (first !== undefined) {
        yield tarHeader(node, 'hardlink', path, first)
        return
      }
      yield tarHeader(node, type, path, type === 'symlink' ? (node.linkTarget ?? '') : '')
      yield* content
      if (type === 'file') yield Buffer.alloc(padding(node.size ?? 0))
    },
    end: () => [Buffer.alloc(2 * blockBytes)],
  }
}

function typeOf(node: Node): TarType | undefined {
  return node.type === 'socket' || node.type === 'irregular' ? undefined : node.type
}
