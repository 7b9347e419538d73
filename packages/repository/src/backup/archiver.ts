import { type BigIntStats, lstatSync, readdirSync, statSync } from 'node:fs'

import type { CutFinder } from '../chunker/index.ts'
import { RepositoryError, throwIfAborted } from '../error.ts'
import type { BlobId } from '../id.ts'
import type { BlobIndex } from '../index/index.ts'
import { compareNames, decodeName, printName } from '../name.ts'
import type { Progress } from '../progress.ts'
import type { Repository } from '../repository.ts'
import { encodeTree, type Node } from '../tree/index.ts'
import { maxDepth } from '../walk-tree.ts'
import type { AccountNames } from './account-names.ts'
import type { BlobStore } from './blob-store.ts'
import type { LeftOut } from './left-out.ts'
import { nodeOf } from './node-of.ts'
import { type ChangeTest, isSameDirectory, isSameEntry, isUnchanged, parentNodes } from './parent.ts'
import { readContent } from './read-content.ts'
import type { SourcePlan } from './source-plan.ts'

/** Everything a walk needs; one per backup. Paths are absolute and as the backup sees them. */
export interface Walk {
  readonly repository: Repository
  readonly store: BlobStore
  readonly index: BlobIndex
  readonly finder: CutFinder
  readonly accounts: AccountNames
  /** Where a path really lies. */
  readonly toReal: (path: string) => Buffer
  readonly leftOut: LeftOut
  readonly changeTest: ChangeTest
  readonly withAtime: boolean
  readonly counts: WalkCounts
  readonly totals: { files?: number; bytes?: number }
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly onProblem: (problem: EntryMessage) => void
  readonly onNotice: (notice: EntryMessage) => void
}

export interface EntryMessage {
  readonly path: string
  readonly message: string
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

/** Stores the planned sources and the directories above them; undefined when nothing is left of them. */
export async function archivePlan(
  walk: Walk,
  plan: SourcePlan,
  parentTree: BlobId | undefined,
): Promise<BlobId | undefined> {
  const nodes = await planNodes(walk, plan, { parentTree, depth: 1 })
  return nodes.length === 0 ? undefined : walk.store.put('tree', encodeTree(nodes))
}

async function planNodes(
  walk: Walk,
  plan: SourcePlan,
  { parentTree, depth }: { parentTree: BlobId | undefined; depth: number },
): Promise<Node[]> {
  const before = await parentNodes(walk.repository, parentTree)
  const nodes: Node[] = []
  for (const [name, child] of [...plan.children].sort(([a], [b]) => compareNames(a, b))) {
    throwIfAborted(walk.signal)
    const known = before.get(name)
    const node =
      child.source === undefined
        ? await planFolder(walk, { name, path: child.folder, depth }, child, known)
        : await archiveEntry(walk, { name, path: child.source, depth }, known)
    if (node !== undefined) nodes.push(node)
  }
  return nodes
}

/** A directory above the sources: only the way to them. */
async function planFolder(
  walk: Walk,
  { name, path, depth }: Entry,
  plan: SourcePlan,
  known: Node | undefined,
): Promise<Node> {
  const node = entryNode(walk, { name, path, place: walk.toReal(path) }, folderStat(walk, path))
  const nodes = await planNodes(walk, plan, { parentTree: known?.subtree, depth: depth + 1 })
  const before = new Map<string, Node>()
  return storeDirectory(walk, node, { nodes, before }, known)
}

interface Entry {
  readonly name: string
  readonly path: string
  readonly depth: number
}

/** One entry; undefined when it is left out, and with a reported problem when it cannot be read. */
async function archiveEntry(walk: Walk, entry: Entry, before: Node | undefined): Promise<Node | undefined> {
  const { name, path } = entry
  if (walk.leftOut.byPath(path)) return undefined
  let stat: BigIntStats
  let node: Node
  try {
    const place = walk.toReal(path)
    stat = lstatSync(place, { bigint: true })
    if (walk.leftOut.byStat(path, stat)) return undefined
    node = entryNode(walk, { name, path, place }, stat)
  } catch (error) {
    report(walk, path, error)
    return undefined
  }
  if (node.type === 'file') return archiveFile(walk, node, path, stat, before)
  if (node.type === 'dir') return archiveDirectory(walk, node, entry, before)
  if (node.type !== 'socket' && node.type !== 'irregular')
    return before !== undefined && isSameEntry(node, before) ? before : node
  walk.onNotice({ path, message: `a ${node.type} is not stored; the program it belongs to makes it anew` })
  return undefined
}

async function archiveDirectory(
  walk: Walk,
  node: Node,
  { path, depth }: Entry,
  known: Node | undefined,
): Promise<Node | undefined> {
  throwIfAborted(walk.signal)
  const names = depth < maxDepth ? listNames(walk, path) : tooDeep(walk, path)
  if (names === undefined) return undefined
  const before = await parentNodes(walk.repository, known?.subtree)
  const nodes: Node[] = []
  for (const name of names) {
    const entry = { name, path: path === '/' ? `/${name}` : `${path}/${name}`, depth: depth + 1 }
    const child = await archiveEntry(walk, entry, before.get(name))
    if (child !== undefined) nodes.push(child)
  }
  return storeDirectory(walk, node, { nodes, before }, known)
}

async function storeDirectory(
  walk: Walk,
  node: Node,
  entries: { readonly nodes: readonly Node[]; readonly before: ReadonlyMap<string, Node> },
  known: Node | undefined,
): Promise<Node> {
  const stored = { ...node, subtree: await storeEntries(walk, entries, known?.subtree) }
  if (known === undefined) walk.counts.dirsNew += 1
  else if (isSameDirectory(known, stored)) walk.counts.dirsUnmodified += 1
  else walk.counts.dirsChanged += 1
  return known !== undefined && isSameEntry(stored, known) ? known : stored
}

/** Where every entry is the parent's own node its tree is ours: 2 µs an entry that nobody encodes and hashes. */
async function storeEntries(
  walk: Walk,
  { nodes, before }: { nodes: readonly Node[]; before: ReadonlyMap<string, Node> },
  known: BlobId | undefined,
): Promise<BlobId> {
  const isKnown = nodes.length === before.size && nodes.every((node) => before.get(node.name) === node)
  return known !== undefined && isKnown && before.size > 0 ? known : walk.store.put('tree', encodeTree(nodes))
}

async function archiveFile(
  walk: Walk,
  node: Node,
  path: string,
  stat: BigIntStats,
  before: Node | undefined,
): Promise<Node | undefined> {
  const { counts } = walk
  counts.files += 1
  if (isUnchanged(node, before, walk.index, walk.changeTest)) {
    counts.filesUnmodified += 1
    progressed(walk, node.size ?? 0, path)
    if (before !== undefined && isSameEntry(node, before)) return before
    return { ...node, content: before?.content ?? [] }
  }
  try {
    const { content, size } = await readContent(walk.toReal(path), stat, walk.store, walk.finder)
    counts[before === undefined ? 'filesNew' : 'filesChanged'] += 1
    progressed(walk, size, path)
    return { ...node, size, content }
  } catch (error) {
    // Trouble with the repository ends the backup; trouble with one file does not.
    if (error instanceof RepositoryError) throw error
    counts.files -= 1
    report(walk, path, error)
    return undefined
  }
}

function entryNode(
  walk: Walk,
  { name, path, place }: { name: string; path: string; place: Buffer },
  stat: BigIntStats,
): Node {
  return nodeOf(name, place, stat, {
    accounts: walk.accounts,
    withAtime: walk.withAtime,
    onAttributes: (error) =>
      walk.onProblem({ path, message: `stored without its extended attributes: ${reasonOf(error)}` }),
  })
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

function listNames(walk: Walk, path: string): readonly string[] | undefined {
  try {
    return namesIn(walk.toReal(path))
  } catch (error) {
    report(walk, path, error)
    return undefined
  }
}

/** Names in byte order. */
export function namesIn(folder: Buffer): readonly string[] {
  return readdirSync(folder, { encoding: 'buffer' }).map(decodeName).sort(compareNames)
}

function tooDeep(walk: Walk, path: string): undefined {
  const message = `directories are nested deeper than ${maxDepth} levels; this one is not stored`
  walk.onProblem({ path, message })
}

/** A link on the way to a named path is followed, as the system does. */
function folderStat(walk: Walk, path: string): BigIntStats {
  try {
    return statSync(walk.toReal(path), { bigint: true })
  } catch (error) {
    throw cannotBackUp(path, error)
  }
}

/** A named path that cannot be used at all. */
export function cannotBackUp(path: string, error: unknown): RepositoryError {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  const reason = isMissing ? 'it does not exist' : reasonOf(error)
  return new RepositoryError('invalid-argument', `${printName(path)} cannot be backed up: ${reason}`, {
    hint: 'Check the path and that this account may read it.',
    cause: error,
  })
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
