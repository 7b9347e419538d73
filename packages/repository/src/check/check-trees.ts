import type { BlobId } from '../id.ts'
import type { BlobIndex, BlobMarks } from '../index/index.ts'
import { printName } from '../name.ts'
import type { Repository } from '../repository.ts'
import type { Snapshot } from '../snapshot/index.ts'
import type { Node } from '../tree/index.ts'
import { walkTree } from '../walk-tree.ts'
import type { Findings } from './report.ts'

/** What the walks of all snapshots share. */
export interface TreeCheck {
  readonly repository: Repository
  readonly index: BlobIndex
  /** Trees seen in an earlier snapshot are not walked again. */
  readonly seen: BlobMarks
  readonly findings: Findings
  readonly signal: AbortSignal | undefined
  /** Lets the work beside the walk get on. */
  readonly breathe: () => Promise<void>
  readonly onTree: (path: string) => void
}

/** Walks a snapshot: every directory readable and sound, every file's blobs indexed and as long as the file. */
export async function checkSnapshotTrees(check: TreeCheck, snapshot: Snapshot): Promise<void> {
  const place = (path: string): string => `snapshot ${snapshot.id.slice(0, 8)}:${printName(path)}`
  if (!check.seen.add(snapshot.tree)) return
  check.onTree('/')
  const walk = walkTree(check.repository, snapshot.tree, {
    signal: check.signal,
    skip: ({ path, subtree }) => {
      if (!check.seen.add(subtree)) return true
      check.onTree(path)
      return false
    },
    onProblem: ({ path, error }) =>
      check.findings.add({
        code: `tree-${error.code}`,
        severity: 'error',
        object: place(path),
        message: error.message,
        hint: error.hint,
      }),
  })
  for await (const { path, node } of walk) {
    checkNode(check, node, () => place(path))
    await check.breathe()
  }
}

function checkNode(check: TreeCheck, node: Node, place: () => string): void {
  const add = (code: string, message: string): void =>
    check.findings.add({
      code,
      severity: 'error',
      object: place(),
      message,
      hint: 'Take this path from another snapshot or another copy of the repository.',
    })
  if (node.type === 'dir' && node.subtree === undefined) add('node-no-tree', 'The directory names no tree.')
  if (node.type !== 'file') return
  if (node.content === undefined || node.content === null)
    add('node-no-content', 'The file names no content.')
  const missing = (node.content ?? []).filter((id) => !check.index.has(id, 'data'))
  if (missing.length > 0) {
    add(
      'blob-missing',
      `${missing.length} of its blobs are in no index file, the first is ${missing[0] ?? ''}.`,
    )
    return
  }
  const length = plainLength(check.index, node.content ?? [])
  if (length !== (node.size ?? 0)) {
    add('node-size', `Its blobs hold ${length} bytes, the file should have ${node.size ?? 0}.`)
  }
}

function plainLength(index: BlobIndex, content: readonly BlobId[]): number {
  return content.reduce((sum, id) => sum + (index.sizes(id)?.plain ?? 0), 0)
}
