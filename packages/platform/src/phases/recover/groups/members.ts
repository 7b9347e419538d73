import { type BlobId, type Node, type Repository, type Snapshot, walkTree } from '@anlauf/repository'

import type { Group } from './recognise.ts'

/** A member of a group as one snapshot holds it. */
export interface Member {
  readonly path: string
  readonly node: Node
}

/** More is no group that moves as one, and a hostile tree must not fill the memory. */
export const maxMembers = 1_000_000

/**
 * All files and links of a group in a snapshot; empty when the snapshot does not hold it, one more than `maxMembers`
 * when there are more.
 */
export async function membersAt(
  repository: Repository,
  snapshot: Snapshot,
  group: Group,
  signal?: AbortSignal,
): Promise<readonly Member[]> {
  const tree = await treeAt(repository, snapshot.tree, group.root)
  if (tree === undefined) return []
  const members: Member[] = []
  if (!group.isTree) {
    for (const node of await repository.readTree(tree)) {
      const path = `${group.root}/${node.name}`
      if (isFile(node) && group.holds(path)) members.push({ path, node })
    }
    return members
  }
  for await (const { path, node } of walkTree(repository, tree, signal === undefined ? {} : { signal })) {
    if (!isFile(node)) continue
    members.push({ path: group.root + path, node })
    if (members.length > maxMembers) break
  }
  return members
}

function isFile(node: Node): boolean {
  return node.type === 'file' || node.type === 'symlink'
}

async function treeAt(repository: Repository, tree: BlobId, path: string): Promise<BlobId | undefined> {
  let here: BlobId | undefined = tree
  for (const name of path.split('/').filter((one) => one !== '')) {
    if (here === undefined) return undefined
    here = (await repository.readTree(here)).find((node) => node.name === name)?.subtree
  }
  return here
}
