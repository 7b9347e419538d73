import type { BlobId } from '../id.ts'
import { printName } from '../name.ts'
import type { Repository } from '../repository.ts'
import { encodeTree, type Node } from '../tree/index.ts'
import { unsupportedPlace } from './refusals.ts'

/**
 * How much of an entry is wanted: `all` with everything below it; `part`: the folder itself and some of what is
 * below; `way`: a folder that is not wanted but leads to something that is; `none`.
 */
export type Share = 'all' | 'part' | 'way' | 'none'

/** Decides by host and absolute path (a byte string); files are only ever `all` or `none`. */
export type ShareRule = (place: {
  readonly host: string
  readonly path: string
  readonly isFolder: boolean
}) => Share

/** A tree with only what is wanted, and what it is made of. */
export interface NarrowedTree {
  /** Trees that had to be written anew, the root last. */
  readonly made: readonly Buffer[]
  /** Unchanged subtrees, reused with everything below. */
  readonly subtrees: readonly BlobId[]
  /** Blobs of single files in folders of which only a part is wanted. */
  readonly data: readonly BlobId[]
}

/**
 * Leaves out of a snapshot what is not wanted. Only the trees on the way are written anew; a folder that is
 * wanted whole keeps its tree. Undefined when nothing is wanted.
 * Throws what reading throws.
 */
export async function narrowTree(
  repository: Repository,
  root: BlobId,
  options: { readonly host: string; readonly share: ShareRule; readonly idOf: (tree: Buffer) => BlobId },
): Promise<NarrowedTree | undefined> {
  const made: Buffer[] = []
  const subtrees: BlobId[] = []
  const data: BlobId[] = []
  const { host, share, idOf } = options

  async function narrow(tree: BlobId, path: string): Promise<readonly Node[]> {
    const kept: Node[] = []
    for (const node of await repository.readTree(tree)) {
      const child = await narrowNode(node, `${path}/${node.name}`)
      if (child !== undefined) kept.push(child)
    }
    return kept
  }

  async function narrowNode(node: Node, path: string): Promise<Node | undefined> {
    const isFolder = node.type === 'dir'
    const wanted = share({ host, path, isFolder })
    if (wanted === 'none') return undefined
    if (wanted === 'all') {
      if (node.subtree !== undefined) subtrees.push(node.subtree)
      if (node.type === 'file') data.push(...(node.content ?? []))
      return node
    }
    if (!isFolder || node.subtree === undefined) throw unsupportedPlace(printName(path))
    const nodes = await narrow(node.subtree, path)
    if (nodes.length === 0 && wanted === 'way') return undefined
    const subtree = make(nodes)
    return wanted === 'part' ? { ...node, subtree } : { ...onlyTheWay(node), subtree }
  }

  function make(nodes: readonly Node[]): BlobId {
    const bytes = encodeTree(nodes)
    made.push(bytes)
    return idOf(bytes)
  }

  const nodes = await narrow(root, '')
  if (nodes.length === 0) return undefined
  make(nodes)
  return { made, subtrees, data }
}

/** Attributes of a shared folder may name everybody who has access: they stay behind. */
function onlyTheWay(node: Node): Node {
  const { extendedAttributes: _x, genericAttributes: _g, unknown: _u, error: _e, ...rest } = node
  return rest
}
