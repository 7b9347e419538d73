import { type BlobId, contentKey, type Node, type Repository } from '@anlauf/repository'

/** A file or link that is gone, and a path new in the newer tree that has its content, if there is one. */
export interface MissingFile {
  readonly path: string
  readonly node: Node
  readonly movedTo: string | undefined
}

/**
 * Files and links of an older tree that a newer one does not hold in their place. Equal subtrees are skipped by
 * their ids: costs what changed, not what there is.
 */
export async function* missingFiles(
  repository: Repository,
  older: BlobId,
  newer: BlobId,
  signal: AbortSignal | undefined,
): AsyncGenerator<MissingFile> {
  const gone: { path: string; node: Node }[] = []
  const arrived = new Map<string, string>()

  async function compare(old: BlobId | undefined, now: BlobId | undefined, path: string): Promise<void> {
    if (old === now) return
    signal?.throwIfAborted()
    const [olds, nows] = [await nodesOf(repository, old), await nodesOf(repository, now)]
    for (const name of new Set([...olds.keys(), ...nows.keys()])) {
      const [before, after] = [olds.get(name), nows.get(name)]
      if (before?.subtree !== undefined || after?.subtree !== undefined) {
        await compare(before?.subtree, after?.subtree, `${path}/${name}`)
      }
      if (isItem(before) && !isItem(after)) gone.push({ path: `${path}/${name}`, node: before })
      if (isItem(after) && !isItem(before)) arrived.set(keyOf(after), `${path}/${name}`)
    }
  }

  await compare(older, newer, '')
  for (const one of gone) yield { ...one, movedTo: arrived.get(keyOf(one.node)) }
}

async function nodesOf(repository: Repository, tree: BlobId | undefined): Promise<ReadonlyMap<string, Node>> {
  if (tree === undefined) return new Map()
  return new Map((await repository.readTree(tree)).map((node) => [node.name, node]))
}

function isItem(node: Node | undefined): node is Node {
  return node?.type === 'file' || node?.type === 'symlink'
}

/** Empty files are all alike: one that is new somewhere is no sign that another one was moved. */
function keyOf(node: Node): string {
  if (node.type === 'symlink') return `link ${node.linkTarget ?? ''}`
  return (node.content ?? []).length === 0 ? `empty ${node.name}` : contentKey(node)
}
