import type { BlobId } from '../id.ts'
import type { BlobIndex } from '../index/index.ts'
import type { Repository } from '../repository.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { timeToNanoseconds } from '../time.ts'
import type { Node } from '../tree/index.ts'

/**
 * The newest snapshot of the same host before `time` that holds all the paths, perhaps more: restic's choice.
 * Its unchanged files are not read again.
 */
export function chooseParent(
  snapshots: readonly Snapshot[],
  wanted: { hostname: string; paths: readonly string[]; time: string },
): Snapshot | undefined {
  const before = timeToNanoseconds(wanted.time)
  return snapshots.findLast(
    (snapshot) =>
      snapshot.hostname === wanted.hostname &&
      wanted.paths.every((path) => snapshot.paths.includes(path)) &&
      timeToNanoseconds(snapshot.time) <= before,
  )
}

/** The parent's nodes of one directory by name; empty where the parent has no such directory. */
export async function parentNodes(
  repository: Repository,
  subtree: BlobId | undefined,
): Promise<ReadonlyMap<string, Node>> {
  if (subtree === undefined) return new Map()
  try {
    return new Map((await repository.readTree(subtree)).map((node) => [node.name, node]))
  } catch {
    // A damaged parent costs speed, never content: everything below it is simply read again.
    return new Map()
  }
}

/** For file systems that give out new inode numbers or change times with every mount. */
export interface ChangeTest {
  readonly ignoreInode: boolean
  readonly ignoreCtime: boolean
}

/** True when size, times and inode say that nothing was written since the parent, and its blobs are still there. */
export function isUnchanged(
  node: Node,
  before: Node | undefined,
  index: BlobIndex,
  { ignoreInode, ignoreCtime }: ChangeTest,
): boolean {
  if (before === undefined || before.type !== 'file' || !Array.isArray(before.content)) return false
  return (
    (before.size ?? 0) === (node.size ?? 0) &&
    sameTime(before.mtime, node.mtime) &&
    (ignoreCtime || sameTime(before.ctime, node.ctime)) &&
    (ignoreInode || before.inode === node.inode) &&
    before.content.every((id) => index.has(id, 'data'))
  )
}

/** True when everything that a tree says about the two is the same, but for the content of files. */
export function isSameEntry(node: Node, before: Node): boolean {
  return (
    node.name === before.name &&
    node.type === before.type &&
    node.mode === before.mode &&
    node.mtime === before.mtime &&
    node.atime === before.atime &&
    node.ctime === before.ctime &&
    node.uid === before.uid &&
    node.gid === before.gid &&
    (node.user ?? '') === (before.user ?? '') &&
    (node.group ?? '') === (before.group ?? '') &&
    node.inode === before.inode &&
    node.deviceId === before.deviceId &&
    (node.size ?? 0) === (before.size ?? 0) &&
    (node.links ?? 0) === (before.links ?? 0) &&
    node.linkTarget === before.linkTarget &&
    (node.device ?? 0n) === (before.device ?? 0n) &&
    node.subtree === before.subtree &&
    hasOnlyCommonFields(before) &&
    isSameAttributes(node, before)
  )
}

/** Fields that we never write: a node that has them is written anew without. */
function hasOnlyCommonFields(node: Node): boolean {
  return node.genericAttributes === undefined && node.error === undefined && node.unknown === undefined
}

function isSameAttributes(
  { extendedAttributes: a = [] }: Node,
  { extendedAttributes: b = [] }: Node,
): boolean {
  return (
    a.length === b.length &&
    a.every(({ name, value }, at) => b[at]?.name === name && b[at].value.equals(value))
  )
}

/** True when neither the entries nor what is known about the directory itself differ. */
export function isSameDirectory(before: Node, node: Node): boolean {
  return (
    before.subtree === node.subtree &&
    before.mode === node.mode &&
    before.uid === node.uid &&
    before.gid === node.gid &&
    sameTime(before.mtime, node.mtime) &&
    sameTime(before.ctime, node.ctime)
  )
}

/** restic writes local zones, we write UTC: the same moment in other words is the same moment. */
function sameTime(a: string, b: string): boolean {
  try {
    return a === b || timeToNanoseconds(a) === timeToNanoseconds(b)
  } catch {
    // The parent holds something else than a time: the file is read again.
    return false
  }
}
