import { throwIfAborted } from '../error.ts'
import type { BlobId } from '../id.ts'
import type { BlobIndex, BlobMarks } from '../index/index.ts'
import { compareNames, isSafeName, printName } from '../name.ts'
import type { Repository } from '../repository.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { decodeTree, encodeTree, type Node } from '../tree/index.ts'
import type { AuditFinding, AuditOptions } from './finding.ts'

/**
 * Every directory of the snapshots, each once: readable, in byte order, no name twice and none that leaves the
 * directory, files as long as their blobs, and the text exactly as restic prints it. Throws `aborted`.
 */
export async function* auditTrees(
  repository: Repository,
  snapshots: readonly Snapshot[],
  options: AuditOptions = {},
): AsyncGenerator<AuditFinding> {
  const index = await repository.loadIndex().catch((error: unknown) => String(error))
  if (typeof index === 'string') {
    yield {
      code: 'damagedObject',
      severity: 'error',
      object: 'index',
      message: `No directory could be looked at: ${index}`,
      hint: 'Mend the index first, then audit again: what the snapshots hold is not known.',
    }
    return
  }
  const walk = { repository, index, seen: index.marks(), signal: options.signal }
  let trees = 0
  for (const snapshot of snapshots) {
    const root = { id: snapshot.tree, place: `snapshot ${snapshot.id.slice(0, 8)}:/` }
    for await (const finding of below(walk, root)) {
      if (finding !== 'tree') yield finding
      else options.onProgress?.({ phase: 'trees', done: (trees += 1), bytesDone: 0, files: trees })
    }
  }
}

interface Walk {
  readonly repository: Repository
  readonly index: BlobIndex
  readonly seen: BlobMarks
  readonly signal: AbortSignal | undefined
}

/** A list instead of recursion: a hostile tree may be deeper than the stack. */
async function* below(
  walk: Walk,
  root: { readonly id: BlobId; readonly place: string },
): AsyncGenerator<AuditFinding | 'tree'> {
  const waiting = [root]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    throwIfAborted(walk.signal)
    if (!walk.seen.add(next.id)) continue
    yield 'tree'
    const { id, place } = next
    let raw: Buffer
    let nodes: readonly Node[]
    try {
      raw = await walk.repository.readBlob(id, 'tree')
      nodes = decodeTree(raw)
    } catch (error) {
      yield defect(
        place,
        `Its directory ${id} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      )
      continue
    }
    yield* orderDefects(place, nodes)
    for (const node of nodes) yield* nodeDefects(walk.index, `${place}${printName(node.name)}`, node)
    if (!encodeTree(nodes).equals(raw)) {
      yield {
        ...defect(place, `The text of directory ${id} is not what restic would have written.`),
        severity: 'hint',
      }
    }
    for (const node of nodes) {
      if (node.type === 'dir' && node.subtree !== undefined)
        waiting.push({ id: node.subtree, place: `${place}${printName(node.name)}/` })
    }
  }
}

function* orderDefects(place: string, nodes: readonly Node[]): Generator<AuditFinding> {
  for (const [at, node] of nodes.entries()) {
    const before = nodes[at - 1]
    if (before === undefined) continue
    const order = compareNames(before.name, node.name)
    if (order === 0) yield defect(place, `It holds the name "${printName(node.name)}" twice.`)
    if (order > 0) yield defect(place, `"${printName(node.name)}" stands behind "${printName(before.name)}".`)
  }
}

function* nodeDefects(index: BlobIndex, place: string, node: Node): Generator<AuditFinding> {
  if (!isSafeName(node.name)) yield defect(place, 'The name would leave its directory.')
  if (node.type === 'dir' && node.subtree === undefined)
    yield defect(place, 'The directory names no content.')
  if (node.type !== 'file') return
  const { content, size = 0 } = node
  if (content === undefined || content === null) {
    yield defect(place, 'The file names no content.')
    return
  }
  const missing = content.filter((id) => !index.has(id, 'data'))
  if (missing.length > 0) {
    yield defect(
      place,
      `${missing.length} of its blobs are in no index file, the first is ${missing[0] ?? ''}.`,
    )
    return
  }
  const length = content.reduce((sum, id) => sum + (index.sizes(id)?.plain ?? 0), 0)
  if (length !== size) yield defect(place, `Its blobs hold ${length} bytes, the file should have ${size}.`)
}

function defect(object: string, message: string): AuditFinding {
  return {
    code: 'treeDefect',
    severity: 'error',
    object,
    message,
    hint: 'No backup program writes this: the client was faulty or hostile. Take the path from another snapshot.',
  }
}
