import { asRepositoryError, RepositoryError, throwIfAborted } from './error.ts'
import type { BlobId } from './id.ts'
import { isSafeName, printName } from './name.ts'
import type { Repository } from './repository.ts'
import { decodeTree, type Node } from './tree/index.ts'

export interface WalkOptions {
  readonly signal?: AbortSignal | undefined
  /** True leaves out what is below a directory; the directory itself is still yielded. */
  readonly skip?: (directory: { path: string; subtree: BlobId }) => boolean
  /** Directories that cannot be read are reported here and passed over; without it they end the walk. */
  readonly onProblem?: (problem: { path: string; error: RepositoryError }) => void
  /** Called when everything below a directory has been yielded. */
  readonly onLeave?: (directory: { path: string; node: Node }) => void
}

/** As deep as any path of 4,096 bytes can go, and no real tree goes deeper; a hostile one costs the square of its depth. */
export const maxDepth = 2_048

/**
 * Everything below a tree, depth first and in byte order, one read per directory. Paths are byte strings
 * like `/a/b`. Throws what `readTree` throws, `limit-exceeded` beyond 2,048 levels, `aborted`.
 */
export async function* walkTree(
  repository: Repository,
  tree: BlobId,
  options: WalkOptions = {},
): AsyncGenerator<{ path: string; node: Node }> {
  const levels: Level[] = [
    { path: '', node: undefined, nodes: await nodesOf(repository, tree, '', options), next: 0 },
  ]
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const node = level.nodes[level.next]
    if (node === undefined) {
      levels.pop()
      if (level.node !== undefined) options.onLeave?.({ path: level.path, node: level.node })
      continue
    }
    level.next += 1
    const path = `${level.path}/${node.name}`
    yield { path, node }
    if (node.type !== 'dir') continue
    const { subtree } = node
    const isSkipped = subtree === undefined || options.skip?.({ path, subtree }) === true
    const nodes = isSkipped ? [] : await childrenOf(repository, subtree, path, levels.length, options)
    levels.push({ path, node, nodes, next: 0 })
  }
}

interface Level {
  readonly path: string
  readonly node: Node | undefined
  readonly nodes: readonly Node[]
  next: number
}

async function childrenOf(
  repository: Repository,
  subtree: BlobId,
  path: string,
  depth: number,
  options: WalkOptions,
): Promise<readonly Node[]> {
  if (depth < maxDepth) return nodesOf(repository, subtree, path, options)
  const error = new RepositoryError(
    'limit-exceeded',
    `Directories are nested deeper than ${maxDepth} levels.`,
    {
      hint: 'Nobody nests folders like that; the client that wrote it is faulty or hostile.',
    },
  )
  if (options.onProblem === undefined) throw error
  options.onProblem({ path, error })
  return []
}

async function nodesOf(
  repository: Repository,
  tree: BlobId,
  path: string,
  options: WalkOptions,
): Promise<readonly Node[]> {
  throwIfAborted(options.signal)
  try {
    return await repository.readTree(tree)
  } catch (error) {
    if (options.onProblem === undefined) throw error
    return salvage(repository, tree, path, asRepositoryError(error, 'read-failed', path), options.onProblem)
  }
}

/** Of a directory with a bad name the other entries are still worth having. */
async function salvage(
  repository: Repository,
  tree: BlobId,
  path: string,
  error: RepositoryError,
  onProblem: NonNullable<WalkOptions['onProblem']>,
): Promise<readonly Node[]> {
  onProblem({ path: path === '' ? '/' : path, error })
  if (error.code !== 'unsafe-name' && error.context['doubledName'] === undefined) return []
  const seen = new Set<string>()
  return decodeTree(await repository.readBlob(tree, 'tree')).filter((node) => {
    if (isSafeName(node.name) && !seen.has(node.name)) return seen.add(node.name)
    onProblem({ path: `${path}/${printName(node.name)}`, error })
    return false
  })
}
