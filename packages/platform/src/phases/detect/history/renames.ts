import { isEncryptionGrowth } from '../signals/growth.ts'
import type { Thresholds } from '../thresholds.ts'
import { endingOf } from '../validators/index.ts'
import type { FileNode, SnapshotChanges } from './changes.ts'

/** A file that vanished and the one that took its place. */
export interface Renamed {
  readonly before: FileNode
  readonly after: FileNode
  /** The content is the same: a rename, nothing else. */
  readonly sameContent: boolean
  /** Found by inode or size: the new name says nothing of the old one. */
  readonly isGuess: boolean
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
 * appended, the name but for its ending, the inode, and last, among files with an unseen ending, the size
 * up to a common growth. A pair is only a question to the judge, never an answer.
 */
export function pairRenames(
  changes: Pick<SnapshotChanges, 'added' | 'removed'>,
  knows: (ending: string) => boolean,
  limits: Thresholds,
): Pairing {
  const added = new Set(changes.added)
  const removed = new Set(changes.removed)
  const renamed: Renamed[] = []
  const taking = (isGuess: boolean) => (before: FileNode, after: FileNode) => {
    renamed.push({ before, after, sameContent: before.key === after.key, isGuess })
    added.delete(after)
    removed.delete(before)
  }
  const [pair, guess] = [taking(false), taking(true)]

  pairByContent(removed, added, knows, pair)
  const massEndings = unseenEndings(added, knows, limits)
  const byPath = new Map([...removed].map((file) => [file.path, file]))
  // The shortest name first: `app.log.locked` is the log, `app.log.3.gz.locked` one of its heirs.
  for (const after of [...added].sort((a, b) => a.path.length - b.path.length)) {
    const before = originalName(after, byPath)
    if (before !== undefined && removed.has(before)) pair(before, after)
  }
  pairByStem(removed, added, pair)
  pairByInode(removed, added, knows, guess)
  pairBySize(removed, added, { massEndings, pair: guess, limits })
  return { renamed, added: [...added], removed: [...removed], massEndings }
}

type Pair = (before: FileNode, after: FileNode) => void

/** Equal content, wherever it went; but not to a copy while a file with the old name and an unseen ending stands there. */
function pairByContent(
  removed: ReadonlySet<FileNode>,
  added: ReadonlySet<FileNode>,
  knows: (ending: string) => boolean,
  pair: Pair,
): void {
  const keyOf = (file: FileNode) => (sizeOf(file) === 0 ? undefined : file.key)
  const byPath = new Map([...removed].map((file) => [file.path, file]))
  const claims = new Map<FileNode, FileNode>()
  for (const after of added) {
    const before = knows(endingOf(after.path)) ? undefined : originalName(after, byPath)
    if (before !== undefined) claims.set(before, after)
  }
  const byKey = Map.groupBy(removed, keyOf)
  for (const after of added) {
    const key = keyOf(after)
    const rivals = key === undefined ? undefined : byKey.get(key)
    const place = rivals?.findLastIndex((file) => (claims.get(file) ?? after) === after) ?? -1
    const [before] = place < 0 ? [] : (rivals?.splice(place, 1) ?? [])
    if (before !== undefined) pair(before, after)
  }
}

/**
 * File systems hand the inode of a deleted file to the next new one, so the number alone means little. A file
 * that was renamed while it was encrypted has also kept its size, up to a footer, and its ending, or got one
 * that was never seen before; notes, which come in copies, take the inodes of many.
 */
function pairByInode(
  removed: ReadonlySet<FileNode>,
  added: ReadonlySet<FileNode>,
  knows: (ending: string) => boolean,
  pair: Pair,
): void {
  const keyOf = (file: FileNode) =>
    file.node.inode === undefined ? undefined : `${folderOf(file)}/${file.node.inode}`
  const byKey = Map.groupBy(removed, keyOf)
  const copies = Map.groupBy(added, ({ key }) => key)
  for (const after of added) {
    const key = keyOf(after)
    const before = key === undefined ? undefined : byKey.get(key)?.at(-1)
    if (before === undefined || !removed.has(before) || (copies.get(after.key)?.length ?? 0) > 1) continue
    const ending = endingOf(after.path)
    const isPlausible = ending === endingOf(before.path) || !knows(ending)
    if (isPlausible && isEncryptionGrowth(sizeOf(before), sizeOf(after))) pair(before, after)
  }
}

/** `offer.docx` → `offer.7z`, where the folder has one such file on each side (T7). */
function pairByStem(removed: ReadonlySet<FileNode>, added: ReadonlySet<FileNode>, pair: Pair): void {
  const stemOf = ({ path }: FileNode) => {
    const ending = endingOf(path)
    return ending === '' ? path : path.slice(0, -ending.length - 1)
  }
  const [olds, news] = [Map.groupBy(removed, stemOf), Map.groupBy(added, stemOf)]
  for (const [stem, [after, ...others]] of news) {
    const [before, ...rivals] = olds.get(stem) ?? []
    if (after === undefined || before === undefined || others.length > 0 || rivals.length > 0) continue
    pair(before, after)
  }
}

/**
 * The vanished file whose whole name begins the new one: `offer.docx` → `offer.docx.locked`. When more than an
 * ending was appended (`app.log` → `app.log.3.gz.locked`), only if encryption can have made that size of it.
 */
function originalName(after: FileNode, byPath: ReadonlyMap<string, FileNode>): FileNode | undefined {
  let appended = 0
  for (let dot = after.path.lastIndexOf('.'); dot > 0; dot = after.path.lastIndexOf('.', dot - 1)) {
    if (after.path.indexOf('/', dot) >= 0) return undefined
    appended += 1
    const before = byPath.get(after.path.slice(0, dot))
    if (before !== undefined) {
      return appended === 1 || isEncryptionGrowth(sizeOf(before), sizeOf(after)) ? before : undefined
    }
  }
  return undefined
}

function unseenEndings(
  added: ReadonlySet<FileNode>,
  knows: (ending: string) => boolean,
  limits: Thresholds,
): ReadonlySet<string> {
  const groups = Map.groupBy(added, (file) => endingOf(file.path))
  const unseen = [...groups].filter(
    ([ending, files]) => ending !== '' && !knows(ending) && files.length >= limits.renamedFiles,
  )
  return new Set(unseen.map(([ending]) => ending))
}

/** Within a folder: equal growth for all, taken from the commonest difference of sizes in this snapshot. */
function pairBySize(
  removed: ReadonlySet<FileNode>,
  added: ReadonlySet<FileNode>,
  { massEndings, pair, limits }: { massEndings: ReadonlySet<string>; pair: Pair; limits: Thresholds },
): void {
  const newcomers = [...added].filter((file) => massEndings.has(endingOf(file.path)))
  const vanished = Map.groupBy(removed, folderOf)
  const growth = growthOfMost(newcomers, vanished, limits)
  if (growth === undefined) return
  const free = new Map([...vanished].map(([folder, files]) => [folder, Map.groupBy(files, sizeOf)]))
  for (const after of newcomers) {
    const before = free
      .get(folderOf(after))
      ?.get(sizeOf(after) - growth)
      ?.pop()
    if (before !== undefined) pair(before, after)
  }
}

/** Pairs per folder that the search for a common growth may look at. */
const maxPairsPerFolder = 10_000

function growthOfMost(
  newcomers: readonly FileNode[],
  vanished: ReadonlyMap<string, readonly FileNode[]>,
  limits: Thresholds,
): number | undefined {
  const votes = new Map<number, number>()
  for (const [folder, files] of Map.groupBy(newcomers, folderOf)) {
    const old = vanished.get(folder) ?? []
    if (old.length * files.length > maxPairsPerFolder) continue
    for (const after of files) {
      const plausible = old.filter((before) => isEncryptionGrowth(sizeOf(before), sizeOf(after)))
      const growths = new Set(plausible.map((before) => sizeOf(after) - sizeOf(before)))
      for (const growth of growths) votes.set(growth, (votes.get(growth) ?? 0) + 1)
    }
  }
  const [first] = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  return first === undefined || first[1] < limits.renamedFiles ? undefined : first[0]
}

export function folderOf(file: { path: string }): string {
  return file.path.slice(0, file.path.lastIndexOf('/'))
}

function sizeOf(file: FileNode): number {
  return file.node.size ?? 0
}
