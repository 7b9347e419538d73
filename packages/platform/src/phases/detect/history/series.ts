import type { Repository, Snapshot } from '@anlauf/repository'

import { judgeChange, judgeFirst, type Judgement } from '../judge.ts'
import type { JudgedFile } from '../report.ts'
import { maxNoteBytes, noteEndings, noteWords } from '../signals/ransom-note.ts'
import type { Thresholds } from '../thresholds.ts'
import { endingOf } from '../validators/index.ts'
import { convictByCompany } from './company.ts'
import { changesBetween, type FileNode, type TreeCounts } from './changes.ts'
import { readOne, readVersions } from './read-version.ts'
import { type Pairing, pairRenames, type Renamed } from './renames.ts'
import { judged, judgedFile, newTrack, type Track } from './timeline.ts'

/** Everything the walk through one series needs. */
export interface SeriesContext {
  readonly repository: Repository
  readonly limits: Thresholds
  readonly tenantOf: (host: string, path: string) => string
  readonly counts: TreeCounts & { changesJudged: number; bytesRead: number }
  readonly signal?: AbortSignal | undefined
  readonly onChange?: () => void
}

/**
 * Judges the snapshots of one host and set of paths in time order. The first one is the baseline: its files
 * are taken as they are until a change makes us look at both versions.
 */
export async function judgeSeries(
  context: SeriesContext,
  host: string,
  snapshots: readonly Snapshot[],
): Promise<JudgedFile[]> {
  const tracks = new Map<string, Track>()
  const endings = new Set<string>()
  let previous: Snapshot | undefined
  for (const snapshot of snapshots) {
    const changes = await changesBetween(
      context.repository,
      previous?.tree,
      snapshot,
      context.counts,
      context.signal,
    )
    if (previous === undefined) {
      for (const file of changes.added) endings.add(endingOf(file.path))
    } else {
      const night = { context, host, tracks, before: previous.id, snapshot: snapshot.id }
      for (const { before, after } of changes.modified) await judgeModified(night, before, after, false)
      const pairing = pairRenames(changes, endings, context.limits)
      await judgeRenamed(night, pairing)
      await judgeAdded(night, pairing)
      judgeRemoved(night, pairing)
      convictByCompany(tracks.values(), snapshot.id, context.limits)
      for (const file of pairing.added) {
        if (tracks.get(file.path)?.tainted !== true) endings.add(endingOf(file.path))
      }
    }
    previous = snapshot
  }
  const last = previous?.id ?? ''
  return [...tracks.values()].map((track) => judgedFile(track, last))
}

/** One snapshot against the one before it. */
interface Night {
  readonly context: SeriesContext
  readonly host: string
  readonly tracks: Map<string, Track>
  readonly before: string
  readonly snapshot: string
}

async function judgeModified(
  night: Night,
  before: FileNode,
  after: FileNode,
  massRenamed: boolean,
): Promise<void> {
  const track = oldTrack(night, before)
  const judgement = await compare(night, track.clean ?? before, after, massRenamed)
  if (!track.tainted && track.clean !== undefined) track.cleanIn = night.before
  judged(track, night.snapshot, judgement, after)
}

async function judgeRenamed(night: Night, pairing: Pairing): Promise<void> {
  const struck = struckFolders(pairing)
  for (const renamed of pairing.renamed) {
    if (renamed.sameContent) moveTrack(night, renamed)
    else {
      const massRenamed = pairing.massEndings.has(endingOf(renamed.after.path))
      // Clean, but perhaps a pair of strangers: the old path may be gone for another reason.
      if (!(await judgeReplaced(night, renamed, massRenamed))) judgeVanished(night, renamed.before, struck)
    }
  }
}

/**
 * The old path vanished, a new one with other content took its place: judge what happened to the content.
 * Resolves to false when nothing bad did.
 */
async function judgeReplaced(
  night: Night,
  { before, after }: Renamed,
  massRenamed: boolean,
): Promise<boolean> {
  const old = oldTrack(night, before)
  const judgement = await compare(night, old.clean ?? before, after, massRenamed)
  const successor = newcomer(night, after)
  judged(successor, night.snapshot, judgement, after)
  if (judgement.verdict === 'clean') return false
  successor.role = 'successor'
  if (!old.tainted && old.clean !== undefined) old.cleanIn = night.before
  const reason = `renamed to ${after.path} and encrypted`
  judged(old, night.snapshot, { ...judgement, reasons: [reason, ...judgement.reasons] }, undefined)
  return true
}

function moveTrack(night: Night, { before, after }: Renamed): void {
  const old = night.tracks.get(before.path)
  if (old === undefined) return
  old.gone = true
  const moved = newcomer(night, after)
  moved.role = old.role
  const verdict = old.versions.at(-1)
  const reasons = [`renamed from ${before.path}`]
  judged(moved, night.snapshot, { verdict: verdict?.verdict ?? 'clean', reasons }, after)
}

async function judgeAdded(night: Night, pairing: Pairing): Promise<void> {
  const folders = Map.groupBy(pairing.added, (file) => file.key)
  for (const file of pairing.added) {
    night.context.onChange?.()
    const track = newcomer(night, file)
    if (pairing.massEndings.has(endingOf(file.path)) && !(await looksLikeNote(night, file, folders))) {
      track.role = 'successor'
      const reasons = ['new, with an unseen ending that many files got together']
      judged(track, night.snapshot, { verdict: 'convicted', reasons }, file)
    } else if (await looksLikeNote(night, file, folders)) {
      track.role = 'note'
      const reasons = ['the same new ransom note in several folders']
      judged(track, night.snapshot, { verdict: 'convicted', reasons }, file)
    } else {
      const { bytes, complete } = await readOne(night.context.repository, file.node)
      night.context.counts.bytesRead += bytes.length
      night.context.counts.changesJudged += 1
      judged(track, night.snapshot, judgeFirst(file.path, bytes, complete, night.context.limits), file)
    }
  }
}

/** T10: the same new small text in several folders, in the words of notes. */
async function looksLikeNote(
  night: Night,
  file: FileNode,
  sameContent: ReadonlyMap<string, readonly FileNode[]>,
): Promise<boolean> {
  const { limits, repository } = night.context
  const size = file.node.size ?? 0
  if (!noteEndings.has(endingOf(file.path)) || size === 0 || size > maxNoteBytes) return false
  const places = new Set(
    (sameContent.get(file.key) ?? []).map(({ path }) => path.slice(0, path.lastIndexOf('/'))),
  )
  const words = noteWords((await readOne(repository, file.node)).bytes)
  const many = places.size >= limits.noteFolders
  return many ? words >= limits.noteWords : words >= limits.noteWords * 2
}

function judgeRemoved(night: Night, pairing: Pairing): void {
  const struck = struckFolders(pairing)
  for (const file of pairing.removed) judgeVanished(night, file, struck)
}

/** Folders that received files with an unseen ending. */
function struckFolders(pairing: Pairing): ReadonlySet<string> {
  const newcomers = [...pairing.added, ...pairing.renamed.map(({ after }) => after)]
  return new Set(
    newcomers
      .filter((file) => pairing.massEndings.has(endingOf(file.path)))
      .map((file) => folderOf(file.path)),
  )
}

/**
 * Vanished beside files with an unseen ending: perhaps gone with the attack, perhaps deleted the same day.
 * Everything else was deleted.
 */
function judgeVanished(night: Night, file: FileNode, struck: ReadonlySet<string>): void {
  const known = night.tracks.get(file.path)
  if (known !== undefined) known.gone = true
  if (!struck.has(folderOf(file.path))) return
  const track = oldTrack(night, file)
  if (track.role !== 'victim') return
  if (!track.tainted && track.clean !== undefined) track.cleanIn = night.before
  const reasons = ['vanished where many files got an unseen ending']
  judged(track, night.snapshot, { verdict: 'suspicious', reasons }, undefined)
}

async function compare(
  night: Night,
  before: FileNode,
  after: FileNode,
  massRenamed: boolean,
): Promise<Judgement> {
  const { context } = night
  context.signal?.throwIfAborted()
  context.onChange?.()
  if (before.key === after.key) return { verdict: 'clean', reasons: ['the clean content is back'] }
  const versions = await readVersions(context.repository, before.node, after.node)
  context.counts.bytesRead += versions.before.length + versions.after.length
  context.counts.changesJudged += 1
  return judgeChange({ path: before.path, ...versions, massRenamed }, context.limits)
}

/** The track of a path that the snapshot before held; met for the first time, it was clean there. */
function oldTrack(night: Night, file: FileNode): Track {
  const known = night.tracks.get(file.path)
  if (known !== undefined) return known
  const track = newcomer(night, file)
  track.clean = file
  track.cleanIn = night.before
  return track
}

/** The track of a path that appears in this snapshot; it may have existed earlier. */
function newcomer(night: Night, file: FileNode): Track {
  const known = night.tracks.get(file.path)
  if (known !== undefined) return known
  const track = newTrack(night.host, file.path, night.context.tenantOf(night.host, file.path))
  night.tracks.set(file.path, track)
  return track
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
