import { type BlobId, contentKey, type Node, type Repository } from '@anlauf/repository'

/** A file or link that is not as it was, in the newer tree. */
export interface ChangedFile {
  readonly path: string
  /** Undefined when it is new. */
  readonly before: Node | undefined
  readonly after: Node
}

/**
 * Files and links of the newer tree whose content, kind or right to be executed the older one does not hold in
 * their place. Equal subtrees are skipped by their ids.
 */
export async function* changedFiles(
  repository: Repository,
  older: BlobId | undefined,
  newer: BlobId,
  signal: AbortSignal | undefined,
  folder = '',
): AsyncGenerator<ChangedFile> {
  if (older === newer) return
  signal?.throwIfAborted()
  const before = new Map(
    (older === undefined ? [] : await repository.readTree(older)).map((one) => [one.name, one]),
  )
  for (const after of await repository.readTree(newer)) {
    const path = `${folder}/${after.name}`
    const old = before.get(after.name)
    if (after.subtree !== undefined) {
      yield* changedFiles(repository, old?.subtree, after.subtree, signal, path)
    }
    if (!isItem(after)) continue
    const was = isItem(old) ? old : undefined
    if (was === undefined || !isSameNode(was, after)) yield { path, before: was, after }
  }
}

function isItem(node: Node | undefined): node is Node {
  return node?.type === 'file' || node?.type === 'symlink'
}

const executable = 0o111

/** True when kind and content are equal and nothing gained the right to be executed. */
export function isSameNode(before: Node, after: Node): boolean {
  if (before.type !== after.type) return false
  if (after.type === 'symlink') return before.linkTarget === after.linkTarget
  const gained = (after.mode ?? 0) & executable & ~(before.mode ?? 0)
  return gained === 0 && contentKey(before) === contentKey(after)
}
