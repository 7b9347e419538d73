import type { Repository } from '@anlauf/repository'

import { endingOf } from '../validators/index.ts'
import type { FileNode } from './changes.ts'
import { readHead } from './read-version.ts'

/** Files of one ending whose first bytes are looked at; one kind of file rarely begins in more ways. */
const examplesPerEnding = 8
const magicBytes = 4

/**
 * What trusted files with the same ending look like. For kinds that no check knows, a new file that begins
 * like them is the best that can be said; families encrypt the beginning or leave noise behind it.
 */
export interface Kin {
  /** True when a trusted file had this ending. */
  knows(ending: string): boolean
  trust(file: FileNode): void
  /** True when a trusted file of the same ending begins like these bytes. Reads examples when first asked. */
  isKin(file: FileNode, bytes: Uint8Array): Promise<boolean>
}

export function createKin(repository: Repository): Kin {
  const examples = new Map<string, FileNode[]>()
  const beginnings = new Map<FileNode, Promise<string>>()
  const beginningOf = (file: FileNode): Promise<string> => {
    const known = beginnings.get(file)
    if (known !== undefined) return known
    const reading = readHead(repository, file.node, magicBytes).then(
      (head) => head.toString('latin1'),
      // An example that cannot be read says nothing about anybody.
      () => '',
    )
    beginnings.set(file, reading)
    return reading
  }
  return {
    knows: (ending) => examples.has(ending),
    trust(file) {
      const ending = endingOf(file.path)
      const known = examples.get(ending) ?? []
      examples.set(ending, known)
      if (known.length < examplesPerEnding && (file.node.size ?? 0) >= magicBytes) known.push(file)
    },
    async isKin(file, bytes) {
      const wanted = Buffer.from(bytes.subarray(0, magicBytes)).toString('latin1')
      if (wanted.length < magicBytes) return false
      for (const example of examples.get(endingOf(file.path)) ?? []) {
        if ((await beginningOf(example)) === wanted) return true
      }
      return false
    },
  }
}
