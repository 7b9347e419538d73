import { type BigIntStats, lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import type { CutFinder } from '../chunker/index.ts'
import { RepositoryError, throwIfAborted } from '../error.ts'
import type { BlobId } from '../id.ts'
import type { BlobIndex } from '../index/index.ts'
import { compareNames, decodeName, encodeName } from '../name.ts'
import type { Progress } from '../progress.ts'
import type { Repository } from '../repository.ts'
import { encodeTree, type Node } from '../tree/index.ts'
import type { AccountNames } from './account-names.ts'
import type { BlobStore } from './blob-store.ts'
import { nodeOf } from './node-of.ts'
import { isUnchanged, parentNodes } from './parent.ts'
import { readContent } from './read-content.ts'
import type { SourcePlan } from './source-plan.ts'

/** Everything a walk needs; one per backup. */
export interface Walk {
  readonly repository: Repository
  readonly store: BlobStore
  readonly index: BlobIndex
  readonly finder: CutFinder
  readonly accounts: AccountNames
  /** Real folder that stands for "/". */
  readonly root: string
  readonly isExcluded: (path: string) => boolean
  readonly counts: WalkCounts
  readonly totals: { files?: number; bytes?: number }
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly onProblem: (problem: { path: string; message: string }) => void
}

export interface WalkCounts {
  filesNew: number
  filesChanged: number
  filesUnmodified: number
  dirsNew: number
  dirsChanged: number
  dirsUnmodified: number
  files: number
  bytes: number
}

/** Stores the planned directories from `path` down and returns the id of its tree. */
export async function archivePlan(
  walk: Walk,
  plan: SourcePlan,
  path: string,
  parentTree: BlobId | undefined,
): Promise<BlobId> {
  if (plan.source) return archiveDirectory(walk, path, parentTree)
  const before = await parentNodes(walk.repository, parentTree)
  const nodes: Node[] = []
  for (const [name, child] of [...plan.children].sort(([a], [b]) => compareNames(a, b))) {
    const childPath = join(path, name)
    const stat = sourceStat(walk, childPath, child.source)
    const node = nodeOf(name, realPath(walk, childPath), stat, walk.accounts)
    const known = before.get(name)
    const stored =
      node.type === 'dir'
        ? { ...node, subtree: await archivePlan(walk, child, childPath, known?.subtree) }
        : await archiveEntry(walk, node, childPath, stat, known)
    if (stored !== undefined) nodes.push(stored)
  }
  return walk.store.put('tree', encodeTree(nodes))
}

async function archiveDirectory(walk: Walk, path: string, parentTree: BlobId | undefined): Promise<BlobId> {
  throwIfAborted(walk.signal)
  const before = await parentNodes(walk.repository, parentTree)
  const nodes: Node[] = []
  for (const name of listNames(walk, path)) {
    const childPath = join(path, name)
    if (walk.isExcluded(childPath)) continue
    const node = await archiveChild(walk, name, childPath, before.get(name))
    if (node !== undefined) nodes.push(node)
  }
  const tree = await walk.store.put('tree', encodeTree(nodes))
  if (parentTree === undefined) walk.counts.dirsNew += 1
  else if (parentTree === tree) walk.counts.dirsUnmodified += 1
  else walk.counts.dirsChanged += 1
  return tree
}

/** One entry of a directory; undefined, and a reported problem, when it vanished or cannot be read. */
async function archiveChild(
  walk: Walk,
  name: string,
  path: string,
  before: Node | undefined,
): Promise<Node | undefined> {
  let stat: BigIntStats
  let node: Node
  try {
    stat = lstatSync(realPath(walk, path), { bigint: true })
    node = nodeOf(name, realPath(walk, path), stat, walk.accounts)
  } catch (error) {
    report(walk, path, error)
    return undefined
  }
  if (node.type === 'irregular') return undefined
  if (node.type !== 'dir') return archiveEntry(walk, node, path, stat, before)
  return { ...node, subtree: await archiveDirectory(walk, path, before?.subtree) }
}

async function archiveEntry(
  walk: Walk,
  node: Node,
  path: string,
  stat: BigIntStats,
  before: Node | undefined,
): Promise<Node | undefined> {
  if (node.type !== 'file') return node
  const { counts } = walk
  counts.files += 1
  if (isUnchanged(node, before, walk.index)) {
    counts.filesUnmodified += 1
    progressed(walk, node.size ?? 0, path)
    return { ...node, content: before?.content ?? [] }
  }
  try {
    const { content, size } = await readContent(realPath(walk, path), stat, walk.store, walk.finder)
    counts[before === undefined ? 'filesNew' : 'filesChanged'] += 1
    progressed(walk, size, path)
    return { ...node, size, content }
  } catch (error) {
    // Trouble with the repository ends the backup; trouble with one file does not.
    if (error instanceof RepositoryError) throw error
    report(walk, path, error)
    return undefined
  }
}

function progressed(walk: Walk, bytes: number, path: string): void {
  const { counts, totals } = walk
  counts.bytes += bytes
  walk.onProgress?.({
    phase: 'backup',
    done: counts.files,
    files: counts.files,
    bytesDone: counts.bytes,
    ...(totals.files === undefined ? {} : { total: Math.max(totals.files, counts.files) }),
    ...(totals.bytes === undefined ? {} : { bytesTotal: Math.max(totals.bytes, counts.bytes) }),
    current: path,
  })
}

function listNames(walk: Walk, path: string): string[] {
  try {
    return readdirSync(realPath(walk, path), { encoding: 'buffer' }).map(decodeName).sort(compareNames)
  } catch (error) {
    report(walk, path, error)
    return []
  }
}

/** A link on the way to a named path is followed, as the system does; a named link itself is stored as a link. */
function sourceStat(walk: Walk, path: string, isNamed: boolean): BigIntStats {
  try {
    return (isNamed ? lstatSync : statSync)(realPath(walk, path), { bigint: true })
  } catch (error) {
    throw new RepositoryError('invalid-argument', `${path} cannot be backed up: ${reasonOf(error)}`, {
      hint: 'Check the path and that this account may read it.',
      cause: error,
    })
  }
}

function realPath(walk: Walk, path: string): Buffer {
  return encodeName(walk.root === '/' ? path : walk.root + path)
}

function report(walk: Walk, path: string, error: unknown): void {
  walk.onProblem({ path, message: reasonOf(error) })
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'it vanished while the backup ran'
  if (code === 'EACCES' || code === 'EPERM') return 'this account may not read it'
  if (code === 'ELOOP') return 'it was replaced by a link while the backup ran'
  return error instanceof Error ? error.message : String(error)
}
