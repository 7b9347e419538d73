import { timeToNanoseconds, type Snapshot } from '@anlauf/repository'

import type { Judgement } from '../judge-first.ts'
import type { JudgedFile } from '../report.ts'
import { endingOf } from '../validators/index.ts'
import { changesBetween, type FileNode, type SnapshotChanges } from './changes.ts'
import { weighTogether } from './company.ts'
import { judgeAgainstPast } from './compare.ts'
import { judgeInHindsight } from './hindsight.ts'
import { createKin } from './kin.ts'
import { growthOf, type Memory, newcomer, type Night, oldTrack, record, type SeriesContext } from './night.ts'
import { judgeAdded } from './newcomers.ts'
import { judgeRemoved } from './removed.ts'
import { type Pairing, pairRenames, type Renamed } from './renames.ts'
import { judged, judgedFile, lastHeldIn } from './timeline.ts'

export type { SeriesContext } from './night.ts'

/**
 * Judges the snapshots of one host and set of paths in time order. The first one is the baseline: its files
 * are taken as they are until a change makes us look at both versions.
 */
export async function judgeSeries(
  context: SeriesContext,
  host: string,
  snapshots: readonly Snapshot[],
): Promise<JudgedFile[]> {
  const memory: Memory = {
    host,
    tracks: new Map(),
    kin: createKin(context.repository),
    trustedKeys: new Set(),
    convictedKeys: new Map(),
    guesses: new Map(),
    swaps: [],
  }
  let previous: Snapshot | undefined
  for (const snapshot of snapshots) {
    const { repository, counts, signal } = context
    const changes = await changesBetween(repository, previous?.tree, snapshot, counts, signal)
    if (previous === undefined) for (const file of changes.added) memory.kin.trust(file)
    else
      await judgeNight(
        { ...memory, context, before: previous.id, snapshot: snapshot.id, events: [] },
        changes,
      )
    previous = snapshot
  }
  const times = new Map(snapshots.map(({ id, time }) => [id, timeToNanoseconds(time)]))
  judgeInHindsight({ ...memory, tracks: [...memory.tracks.values()], times }, context.limits)
  const last = previous?.id ?? ''
  return [...memory.tracks.values()]
    .filter(({ versions }) => versions.length > 0)
    .map((track) => judgedFile(track, last))
}

async function judgeNight(night: Night, changes: SnapshotChanges): Promise<void> {
  for (const { before, after } of changes.modified) await judgeModified(night, before, after)
  const pairing = pairRenames(changes, (ending) => night.kin.knows(ending), night.context.limits)
  const strangers: Renamed[] = []
  for (const renamed of pairing.renamed) {
    if (renamed.sameContent) moveTrack(night, renamed)
    else if (!(await judgeReplaced(night, renamed, pairing))) strangers.push(renamed)
  }
  const apart = {
    ...pairing,
    added: [...pairing.added, ...strangers.map(({ after }) => after)],
    removed: [...pairing.removed, ...strangers.map(({ before }) => before)],
  }
  await judgeAdded(night, apart)
  weighTogether(night, pairing.massEndings)
  judgeRemoved(night, apart)
  for (const { after } of [...changes.modified, ...pairing.renamed]) remember(night, after)
  for (const file of pairing.added) remember(night, file)
}

const keptName = { unseenEnding: false, massRenamed: false }

async function judgeModified(night: Night, before: FileNode, after: FileNode): Promise<void> {
  const track = oldTrack(night, before)
  lastHeldIn(track, night.before)
  const judgement = await judgeAgainstPast(night, track, after, keptName)
  record(night, track, judgement, after, { growth: growthOf(before, after) })
}

/**
 * The old path vanished, a new one with other content took its place: judge what happened to the content.
 * Resolves to false when the pair was a guess and nothing bad connects the two: then they are strangers.
 */
async function judgeReplaced(night: Night, renamed: Renamed, pairing: Pairing): Promise<boolean> {
  const { before, after, isGuess } = renamed
  const ending = endingOf(after.path)
  const name = { unseenEnding: !night.kin.knows(ending), massRenamed: pairing.massEndings.has(ending) }
  const old = oldTrack(night, before)
  lastHeldIn(old, night.before)
  const found = await judgeAgainstPast(night, old, after, name)
  const judgement = isGuess && !name.massRenamed ? lessSure(found) : found
  if (judgement.verdict === 'clean' && isGuess) return false
  const successor = newcomer(night, after)
  if (judgement.verdict === 'clean') {
    old.gone = true
    record(night, successor, judgement, after)
    return true
  }
  successor.role = 'successor'
  if (!isGuess) successor.original = old.original ?? old.path
  const reasons = [`${isGuess ? 'perhaps ' : ''}replaced by ${after.path}`, ...judgement.reasons]
  judged(old, night.snapshot, { ...(isGuess ? lessSure(judgement) : judgement), reasons }, undefined)
  record(night, successor, judgement, after, {
    tracks: isGuess ? [successor] : [successor, old],
    growth: growthOf(before, after),
    isSwap: true,
    isGuess,
  })
  return true
}

/** Compared with the wrong file, honest content may look encrypted. */
function lessSure(judgement: Judgement): Judgement {
  return judgement.verdict === 'convicted'
    ? { ...judgement, verdict: 'suspicious', contradiction: true }
    : judgement
}

function moveTrack(night: Night, { before, after }: Renamed): void {
  const old = night.tracks.get(before.path)
  if (old === undefined) return
  lastHeldIn(old, night.before)
  old.gone = true
  const moved = newcomer(night, after)
  moved.role = old.role === 'victim' && old.versions.at(-1)?.verdict === 'convicted' ? 'successor' : old.role
  moved.original = old.original ?? old.path
  moved.clean = old.clean
  if (old.arrival !== undefined && old.versions.length === 1 && moved.versions.length === 0)
    moved.arrival = { since: old.arrival.since, until: undefined }
  for (const key of old.cleanKeys) moved.cleanKeys.add(key)
  const last = old.versions.at(-1)
  judged(
    moved,
    night.snapshot,
    { verdict: last?.verdict ?? 'clean', reasons: [`renamed from ${before.path}`] },
    after,
  )
}

/** What later nights need to know of the files of this one. */
function remember(night: Night, file: FileNode): void {
  const track = night.tracks.get(file.path)
  const verdict = track?.tainted === true ? track.versions.at(-1)?.verdict : 'clean'
  if (verdict === 'clean') night.kin.trust(file)
  else if (track !== undefined && verdict === 'convicted' && (file.node.size ?? 0) > 0)
    night.convictedKeys.set(file.key, track)
}
