import { asRepositoryError, type RepositoryError } from '../error.ts'
import type { BlobId } from '../id.ts'
import { readFile } from '../read-file.ts'
import type { Repository } from '../repository.ts'
import type { Node } from '../tree/index.ts'
import { walkTree } from '../walk-tree.ts'
import { tarWriter } from './tar-writer.ts'
import { zipWriter } from './zip-writer.ts'

export type ArchiveFormat = 'tar' | 'zip'

export interface ArchiveOptions {
  readonly format: ArchiveFormat
  /** Stands before every path in the archive, without slashes around it; empty for none. */
  readonly prefix?: string
  readonly signal?: AbortSignal
  /** An entry that is not in the archive. */
  readonly onProblem?: (problem: { path: string; error: RepositoryError }) => void
}

/**
 * Everything below a directory as an archive. Throws `damaged` and its kind when a file breaks off in the
 * middle, `aborted`.
 */
export async function* archiveFolder(
  repository: Repository,
  tree: BlobId,
  options: ArchiveOptions,
): AsyncGenerator<Buffer> {
  const writer = options.format === 'tar' ? tarWriter() : zipWriter()
  const before = options.prefix === undefined || options.prefix === '' ? '' : `${options.prefix}/`
  const onProblem = options.onProblem
  const walk = walkTree(repository, tree, {
    signal: options.signal,
    ...(onProblem === undefined ? {} : { onProblem }),
  })
  for await (const { path, node } of walk) {
    const content = await started(repository, node, (error) => onProblem?.({ path, error }))
    if (content !== undefined) yield* writer.entry(before + path.slice(1), node, content)
  }
  yield* writer.end()
}

/** The content of a file once its first piece was read and verified: only then its header may be written. */
async function started(
  repository: Repository,
  node: Node,
  onProblem: (error: RepositoryError) => void,
): Promise<AsyncIterable<Buffer> | undefined> {
  if (node.type !== 'file') return nothing()
  const pieces = readFile(repository, node)
  try {
    const first = await pieces.next()
    return first.done === true ? nothing() : continued(first.value, pieces)
  } catch (error) {
    onProblem(asRepositoryError(error, 'read-failed', 'Its content cannot be read'))
    return undefined
  }
}

async function* nothing(): AsyncGenerator<Buffer> {}

async function* continued(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* rest
}
