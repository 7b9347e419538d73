import { contentKey } from './read-file.ts'
import type { Node } from './tree/index.ts'

/** Finds the names of one file, or of one link, pipe or device, within a snapshot. */
export interface LinkedNodes {
  /** The path of the same thing seen earlier; remembers this one otherwise. */
  firstOf(path: string, node: Node): string | undefined
}

/** Memory: one entry for each thing with several names. */
export function linkedNodes(): LinkedNodes {
  const firsts = new Map<string, string>()
  return {
    firstOf(path, node) {
      if ((node.links ?? 1) < 2 || node.inode === undefined) return undefined
      // Without a device number two file systems may share an inode number: equal content is asked for too.
      const content =
        node.type === 'file' ? contentKey(node) : `${node.linkTarget ?? ''}:${node.device ?? 0n}`
      const key = `${node.deviceId ?? 0n}:${node.inode}:${node.type}:${content}`
      const first = firsts.get(key)
      if (first === undefined) firsts.set(key, path)
      return first
    },
  }
}
