import { RepositoryError } from './error.ts'
import type { BlobId } from './id.ts'
import { printName } from './name.ts'
import type { Repository } from './repository.ts'
import type { Node } from './tree/index.ts'

/** The node at an absolute path of a tree. Throws `invalid-argument` when there is none; `/` has no node. */
export async function findNode(repository: Repository, tree: BlobId, path: string): Promise<Node> {
  const names = namesOf(path)
  let node: Node | undefined
  let below: BlobId | undefined = tree
  for (const name of names) {
    const nodes: readonly Node[] = below === undefined ? [] : await repository.readTree(below)
    node = nodes.find((one) => one.name === name)
    if (node === undefined) throw notThere(path)
    below = node.type === 'dir' ? node.subtree : undefined
  }
  if (node === undefined) throw notThere(path)
  return node
}

/** The tree of a directory, the whole tree for `/`. Throws `invalid-argument` for anything else. */
export async function subtreeAt(repository: Repository, tree: BlobId, path: string): Promise<BlobId> {
  if (namesOf(path).length === 0) return tree
  const node = await findNode(repository, tree, path)
  if (node.type === 'dir' && node.subtree !== undefined) return node.subtree
  throw new RepositoryError('invalid-argument', `${printName(path)} is not a folder in the snapshot.`, {
    hint: 'Name a folder; single files can be restored with --include or written out with "anlauf repo dump".',
  })
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.')
}

function notThere(path: string): RepositoryError {
  return new RepositoryError('invalid-argument', `The snapshot has no ${printName(path)}.`, {
    hint: 'List its paths with "anlauf repo ls SNAPSHOT".',
  })
}
