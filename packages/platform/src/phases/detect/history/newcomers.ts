import { isEncryptionGrowth } from '../signals/growth.ts'
import { maxNoteBytes, noteEndings, noteWords } from '../signals/ransom-note.ts'
import { endingOf } from '../validators/index.ts'
import type { Judgement } from '../judge-first.ts'
import type { FileNode } from './changes.ts'
import { judgeAlone } from './compare.ts'
import { newcomer, type Night, record } from './night.ts'
import { readOne } from './read-version.ts'
import { folderOf, type Pairing } from './renames.ts'
import { convict, type Track } from './timeline.ts'

/** A new file that no check proves, with an ending that this history never saw before. */
interface Stranger {
  readonly track: Track
  readonly ending: string
  readonly file: FileNode
}

/** Judges the new files of a night that took no vanished file's place. */
export async function judgeAdded(night: Night, pairing: Pairing): Promise<void> {
  const { limits } = night.context
  const spread = foldersOfContents(pairing.added)
  const strangers: Stranger[] = []
  const vanished = Map.groupBy(pairing.removed, folderOf)
  for (const file of pairing.added) {
    const track = newcomer(night, file)
    const isNoteLike = (await noteWordsOf(night, file)) >= limits.noteWords
    const folders = spread.get(file.key) ?? new Set<string>()
    if (isNoteLike && folders.size >= limits.noteFolders) {
      track.role = 'note'
      const reasons = [`the same new ransom note in ${folders.size} folders`]
      record(night, track, { verdict: 'convicted', reasons }, file)
      continue
    }
    const twin = night.convictedKeys.get(file.key)
    if (twin?.role === 'note') {
      // Nobody puts a known ransom note down again but who wrote it, be it nights later and in one folder.
      track.role = 'note'
      record(night, track, { verdict: 'convicted', reasons: [`the ransom note of ${twin.path} again`] }, file)
      continue
    }
    if (twin !== undefined) {
      // A copy of what was convicted is no other file that was hit.
      track.role = twin.role === 'victim' ? 'successor' : twin.role
      track.original = twin.original ?? twin.path
    }
    const judgement = await judgeAlone(night, file)
    const isSpread = folders.size >= limits.noteFolders && mayBeNote(file)
    record(night, track, judgement, file, { isNoteLike, ...(isSpread && { spread: folders }) })
    const ending = endingOf(file.path)
    if (isPlausible(judgement) && track.versions.length === 1 && night.kin.knows(ending))
      track.arrival = { since: night.snapshot, until: undefined }
    const isExplained = judgement.proven === true || (file.node.size ?? 0) === 0
    if (isExplained || night.kin.knows(ending)) continue
    if (pairing.massEndings.has(ending)) strangers.push({ track, ending, file })
    track.mayReplace = possiblePairs(vanished.get(folderOf(file)) ?? [], [file]) > 0
  }
  convictSuccessors(night, strangers, pairing)
}

/** In which folders each content was put down; one set a content, however many files have it. */
function foldersOfContents(added: readonly FileNode[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>()
  for (const file of added) {
    const known = folders.get(file.key)
    if (known === undefined) folders.set(file.key, new Set([folderOf(file)]))
    else known.add(folderOf(file))
  }
  return folders
}

/** Noise of a kind that holds noise on honest days as well: a film, what an encrypting client keeps. */
function isPlausible({ verdict, contradiction, noise, encoded }: Judgement): boolean {
  return verdict === 'unknown' && noise === true && contradiction !== true && encoded !== true
}

/**
 * T8 without pairs: many strangers with one unseen ending, in folders from which files vanished that can have
 * become them. Without the vanished ones they are a new kind of file that somebody has begun to use. Where
 * enough pairs have shown what the ending stands for, every stranger that carries it is one of them: of thirty
 * bytes, half of them encrypted, no statistics can tell.
 */
function convictSuccessors(night: Night, strangers: readonly Stranger[], { removed }: Pairing): void {
  const vanished = Map.groupBy(removed, folderOf)
  const convicted = convictedByEnding(night)
  for (const [ending, all] of Map.groupBy(strangers, (one) => one.ending)) {
    const proven = convicted.get(ending) ?? 0
    if (proven >= night.context.limits.renamedFiles) {
      for (const { track } of all) {
        track.role = 'successor'
        convict(track, night.snapshot, `has the ending "${ending}" that ${proven} encrypted files got`)
      }
      continue
    }
    const members = all.filter(({ track }) => track.versions.at(-1)?.verdict !== 'clean')
    const byFolder = Map.groupBy(members, ({ file }) => folderOf(file))
    const explained = [...byFolder].reduce(
      (sum, [folder, news]) =>
        sum +
        possiblePairs(
          vanished.get(folder) ?? [],
          news.map(({ file }) => file),
        ),
      0,
    )
    if (members.length < night.context.limits.renamedFiles || explained * 2 < members.length) continue
    for (const { track } of members) {
      track.role = 'successor'
      convict(
        track,
        night.snapshot,
        `one of ${members.length} new files with the unseen ending "${ending}", for ${explained} of which a file vanished`,
      )
    }
  }
}

/** How many files of this night took another's place, under each ending, and are convicted of it. */
function convictedByEnding(night: Night): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { isSwap, judgement, tracks } of night.events) {
    const [successor] = tracks
    if (!isSwap || judgement.verdict !== 'convicted' || successor === undefined) continue
    const ending = endingOf(successor.path)
    counts.set(ending, (counts.get(ending) ?? 0) + 1)
  }
  return counts
}

/** The most pairs of an old and a new file that the sizes allow: encryption adds a footer, and never takes. */
function possiblePairs(olds: readonly FileNode[], news: readonly FileNode[]): number {
  const sizes = (files: readonly FileNode[]) => files.map(({ node }) => node.size ?? 0).sort((a, b) => a - b)
  const [before, after] = [sizes(olds), sizes(news)]
  let [old, now, pairs] = [0, 0, 0]
  while (old < before.length && now < after.length) {
    const [from, to] = [before[old] ?? 0, after[now] ?? 0]
    if (isEncryptionGrowth(from, to)) {
      pairs += 1
      old += 1
      now += 1
    } else if (to < from) now += 1
    else old += 1
  }
  return pairs
}

/** T10: how many words of ransom notes a new small text holds. */
async function noteWordsOf(night: Night, file: FileNode): Promise<number> {
  if (!mayBeNote(file)) return 0
  try {
    return noteWords((await readOne(night.context.repository, file.node)).bytes)
  } catch {
    // The judge reads it again and says what is wrong with it.
    return 0
  }
}

function mayBeNote({ path, node: { size = 0 } }: FileNode): boolean {
  return noteEndings.has(endingOf(path)) && size > 0 && size <= maxNoteBytes
}
