import type { Thresholds } from '../thresholds.ts'
import { endingOf } from '../validators/index.ts'
import type { FileNode, SnapshotChanges } from './changes.ts'

/** A file that vanished and the one that took its place. */
export interface Renamed {
  readonly before: FileNode
  readonly after: FileNode
  /** The content is the same: a rename, nothing else. */
  readonly sameContent: boolean
}

export interface Pairing {
  readonly renamed: readonly Renamed[]
  readonly added: readonly FileNode[]
  readonly removed: readonly FileNode[]
  /** Endings that this history never saw before and that many files got at once (T8). */
  readonly massEndings: ReadonlySet<string>
}

/**
 * Finds out which new file is which vanished one: equal content anywhere, then the old name with something
 * appended, then the inode, then, among files with an unseen ending, the size up to a common growth (T9).
 */
export function pairRenames(
  changes: SnapshotChanges,
  knownEndings: ReadonlySet<string>,
  limits: Thresholds,
): Pairing {
  const added = new Set(changes.added)
  const removed = new Set(changes.removed)
  const renamed: Renamed[] = []
  const pair = (before: FileNode, after: FileNode) => {
    renamed.push({ before, after, sameContent: before.key === after.key })
    added.delete(after)
    removed.delete(before)
  }

  pairBy(removed, added, pair, (file) => (file.node.size === 0 ? undefined : file.key))
  const massEndings = unseenEndings(added, knownEndings, limits)
  const byPath = new Map([...removed].map((file) => [file.path, file]))
  for (const after of added) {
    const before = originalName(after, byPath)
    if (before !== undefined && removed.has(before)) pair(before, after)
  }
  pairByInode(removed, added, knownEndings, pair)
  pairBySize(removed, added, massEndings, pair)
  return { renamed, added: [...added], removed: [...removed], massEndings }
}

function pairBy(
  removed: ReadonlySet<FileNode>,
  added: ReadonlySet<FileNode>,
  pair: (before: FileNode, after: FileNode) => void,
  keyOf: (file: FileNode) => string | undefined,
): void {
  const byKey = Map.groupBy(removed, keyOf)
  for (const after of added) {
    const key = keyOf(after)
    const before = key === undefined ? undefined : byKey.get(key)?.pop()
    if (before !== undefined) pair(before, after)
  }
}

/**
 * The same inode in the same folder, under the old ending or one that was never seen before. File systems give
 * inodes back at once: without these limits a deleted letter and a new archive, or a note that an attacker left
 * in many folders, would be taken for one file that changed.
 */
function pairByInode(
  removed: ReadonlySet<FileNode>,
  added: ReadonlySet<FileNode>,
  known: ReadonlySet<string>,
  pair: (before: FileNode, after: FileNode) => void,
): void {
  const placeOf = (file: FileNode): string => `${folderOf(file)}/${file.node.inode}`
  const byPlace = new Map([...removed].map((file) => [placeOf(file), file]))
  const copies = Map.groupBy(added, ({ key }) => key)
  for (const after of added) {
    const before = after.node.inode === undefined ? undefined : byPlace.get(placeOf(after))
    if (before === undefined || (copies.get(after.key)?.length ?? 0) > 1) continue
    const ending = endingOf(after.path)
    if (ending === endingOf(before.path) || !known.has(ending)) pair(before, after)
  }
}

/** The vanished file whose whole name begins the new one: `offer.docx` → `offer.docx.locked`. */
function originalName(after: FileNode, byPath: ReadonlyMap<string, FileNode>): FileNode | undefined {
  for (let dot = after.path.lastIndexOf('.'); dot > 0; dot = after.path.lastIndexOf('.', dot - 1)) {
    if (after.path.indexOf('/', dot) >= 0) return undefined
    const before = byPath.get(after.path.slice(0, dot))
    if (before !== undefined) return before
  }
  return undefined
}

function unseenEndings(
  added: ReadonlySet<FileNode>,
  known: ReadonlySet<string>,
  limits: Thresholds,
): ReadonlySet<string> {
  const groups = Map.groupBy(added, (file) => endingOf(file.path))
  const unseen = [...groups].filter(
    ([ending, files]) => ending !== '' && !known.has(ending) && files.length >= limits.renamedFiles,
  )
  return new Set(unseen.map(([ending]) => ending))
}

/** Within a folder: equal growth for all, taken from the commonest difference of sizes in this snapshot. */
function pairBySize(
  removed: ReadonlySet<FileNode>,
  added: ReadonlySet<FileNode>,
  massEndings: ReadonlySet<string>,
  pair: (before: FileNode, after: FileNode) => void,
): void {
  const newcomers = [...added].filter((file) => massEndings.has(endingOf(file.path)))
  const vanished = Map.groupBy(removed, folderOf)
  const growth = commonGrowth(newcomers, vanished)
  if (growth === undefined) return
  const free = new Map(
    [...vanished].map(([folder, files]) => [folder, Map.groupBy(files, (file) => file.node.size ?? 0)]),
  )
  for (const after of newcomers) {
    const before = free
      .get(folderOf(after))
      ?.get((after.node.size ?? 0) - growth)
      ?.pop()
    if (before !== undefined) pair(before, after)
  }
}

/** Pairs per folder that the search for a common growth may look at. */
const maxPairsPerFolder = 10_000

function commonGrowth(
  newcomers: readonly FileNode[],
  vanished: ReadonlyMap<string, readonly FileNode[]>,
): number | undefined {
  const votes = new Map<number, number>()
  for (const [folder, files] of Map.groupBy(newcomers, folderOf)) {
    const old = vanished.get(folder) ?? []
    if (old.length * files.length > maxPairsPerFolder) continue
    for (const after of files) {
      const growths = new Set(old.map((before) => (after.node.size ?? 0) - (before.node.size ?? 0)))
      for (const growth of growths) votes.set(growth, (votes.get(growth) ?? 0) + 1)
    }
  }
  return [...votes].sort((a, b) => b[1] - a[1] || Math.abs(a[0]) - Math.abs(b[0]))[0]?.[0]
}

function folderOf(file: FileNode): string {
  return file.path.slice(0, file.path.lastIndexOf('/'))
}
