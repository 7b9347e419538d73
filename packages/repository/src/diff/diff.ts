import { asRepositoryError, type RepositoryError, throwIfAborted } from '../error.ts'
import { subtreeAt } from '../find-node.ts'
import type { BlobId } from '../id.ts'
import type { BlobIndex, BlobMarks, BlobType } from '../index/index.ts'
import { compareNames } from '../name.ts'
import type { Repository } from '../repository.ts'
import type { Snapshot } from '../snapshot/index.ts'
import type { Node } from '../tree/index.ts'
import { walkTree } from '../walk-tree.ts'
import { isSameContent, isSameNode } from './same-node.ts'

/** One difference. `+` added, `-` removed, `M` content, `T` type, `U` only metadata; directories end with `/`. */
export interface Change {
  readonly path: string
  readonly modifier: string
}

export interface DiffOptions {
  /** Report changes of metadata too. */
  readonly metadata?: boolean
  readonly signal?: AbortSignal
  readonly onChange?: (change: Change) => void
  /** A directory that cannot be read; what is below it is not compared. */
  readonly onProblem?: (problem: { path: string; error: RepositoryError }) => void
}

/** What one side has and the other has not; `bytes` of plain blobs. */
export interface DiffSide {
  readonly files: number
  readonly dirs: number
  readonly others: number
  readonly dataBlobs: number
  readonly treeBlobs: number
  readonly bytes: number
}

export interface DiffResult {
  readonly changedFiles: number
  readonly added: DiffSide
  readonly removed: DiffSide
}

/** Compares two snapshots, or two folders of snapshots. Throws `invalid-argument` (no such folder), `aborted`. */
export async function diffSnapshots(
  repository: Repository,
  before: { snapshot: Snapshot; subfolder?: string },
  after: { snapshot: Snapshot; subfolder?: string },
  options: DiffOptions = {},
): Promise<DiffResult> {
  const index = await repository.loadIndex()
  const comparison: Comparison = {
    repository,
    options,
    index,
    common: index.marks(),
    before: emptySide(),
    after: emptySide(),
    changedFiles: 0,
  }
  const one = await subtreeAt(repository, before.snapshot.tree, before.subfolder ?? '/')
  const other = await subtreeAt(repository, after.snapshot.tree, after.subfolder ?? '/')
  comparison.before.blobs.set(one, 'tree')
  comparison.after.blobs.set(other, 'tree')
  await compareTrees(comparison, '', one, other)
  return {
    changedFiles: comparison.changedFiles,
    removed: figures(comparison, comparison.before, comparison.after),
    added: figures(comparison, comparison.after, comparison.before),
  }
}

interface Side {
  files: number
  dirs: number
  others: number
  /** The blobs of everything that was looked at on this side. */
  readonly blobs: Map<BlobId, BlobType>
}

interface Comparison {
  readonly repository: Repository
  readonly options: DiffOptions
  readonly index: BlobIndex
  /** Blobs of directories that both sides share. */
  readonly common: BlobMarks
  readonly before: Side
  readonly after: Side
  changedFiles: number
}

async function compareTrees(run: Comparison, path: string, before: BlobId, after: BlobId): Promise<void> {
  throwIfAborted(run.options.signal)
  const [ones, others] = [await nodesOf(run, path, before), await nodesOf(run, path, after)]
  if (ones === undefined || others === undefined) return
  const names = [...new Set([...ones.keys(), ...others.keys()])].sort(compareNames)
  for (const name of names) {
    const [one, other] = [ones.get(name), others.get(name)]
    const place = `${path}/${name}`
    if (one !== undefined) addBlobs(run.before, one)
    if (other !== undefined) addBlobs(run.after, other)
    if (one !== undefined && other !== undefined) await compareNodes(run, place, one, other)
    else if (one !== undefined) await oneSided(run, run.before, '-', place, one)
    else if (other !== undefined) await oneSided(run, run.after, '+', place, other)
  }
}

async function compareNodes(run: Comparison, path: string, before: Node, after: Node): Promise<void> {
  const modifier = modifierOf(run, before, after)
  if (modifier.includes('M')) run.changedFiles += 1
  if (modifier !== '') run.options.onChange?.({ path: shown(path, after), modifier })
  if (before.subtree === undefined || after.subtree === undefined) return
  if (before.subtree !== after.subtree) await compareTrees(run, path, before.subtree, after.subtree)
  else await collectCommon(run, path, before.subtree)
}

function modifierOf(run: Comparison, before: Node, after: Node): string {
  const type = before.type === after.type ? '' : 'T'
  if (before.type === 'file' && after.type === 'file' && !isSameContent(before, after)) return `${type}M`
  return run.options.metadata === true && !isSameNode(before, after) ? `${type}U` : type
}

/** An entry that the other side has not, and all below it. */
async function oneSided(
  run: Comparison,
  side: Side,
  modifier: string,
  path: string,
  node: Node,
): Promise<void> {
  const count = (at: string, one: Node): void => {
    run.options.onChange?.({ path: shown(at, one), modifier })
    side[one.type === 'file' ? 'files' : one.type === 'dir' ? 'dirs' : 'others'] += 1
  }
  count(path, node)
  if (node.type !== 'dir' || node.subtree === undefined) return
  for await (const below of walkBelow(run, path, node.subtree)) {
    count(path + below.path, below.node)
    addBlobs(side, below.node)
  }
}

/** Blobs of a directory that is the same on both sides: what they hold is neither added nor removed. */
async function collectCommon(run: Comparison, path: string, tree: BlobId): Promise<void> {
  if (!run.common.add(tree)) return
  const seen = (subtree: BlobId): boolean => !run.common.add(subtree)
  for await (const { node } of walkBelow(run, path, tree, seen))
    for (const id of node.content ?? []) run.common.add(id)
}

function walkBelow(
  run: Comparison,
  path: string,
  tree: BlobId,
  skip: (subtree: BlobId) => boolean = () => false,
): ReturnType<typeof walkTree> {
  return walkTree(run.repository, tree, {
    signal: run.options.signal,
    skip: ({ subtree }) => skip(subtree),
    onProblem: ({ path: below, error }) =>
      run.options.onProblem?.({ path: below === '/' ? path : path + below, error }),
  })
}

async function nodesOf(
  run: Comparison,
  path: string,
  tree: BlobId,
): Promise<ReadonlyMap<string, Node> | undefined> {
  try {
    return new Map((await run.repository.readTree(tree)).map((node) => [node.name, node]))
  } catch (error) {
    run.options.onProblem?.({ path: path || '/', error: asRepositoryError(error, 'read-failed', path) })
    return undefined
  }
}

function addBlobs(side: Side, node: Node): void {
  for (const id of node.content ?? []) side.blobs.set(id, 'data')
  if (node.subtree !== undefined) side.blobs.set(node.subtree, 'tree')
}

/** Blobs of one side that neither the other side nor what both share needs. */
function figures(run: Comparison, side: Side, other: Side): DiffSide {
  const { files, dirs, others } = side
  const sum = { files, dirs, others, dataBlobs: 0, treeBlobs: 0, bytes: 0 }
  for (const [id, type] of side.blobs) {
    // Marks answer "is it new"; asking marks it, which does no harm: no blob is asked for twice.
    if (other.blobs.has(id) || !run.common.add(id)) continue
    sum[type === 'data' ? 'dataBlobs' : 'treeBlobs'] += 1
    sum.bytes += run.index.sizes(id)?.plain ?? 0
  }
  return sum
}

function emptySide(): Side {
  return { files: 0, dirs: 0, others: 0, blobs: new Map() }
}

function shown(path: string, node: Node): string {
  return node.type === 'dir' ? `${path}/` : path
}
