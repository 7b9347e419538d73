import type { Repository } from '@anlauf/repository'

import type { Judgement } from '../judge-first.ts'
import type { Growth } from '../signals/growth.ts'
import type { Thresholds } from '../thresholds.ts'
import { endingOf, promisedType } from '../validators/index.ts'
import type { FileNode, TreeCounts } from './changes.ts'
import type { Kin } from './kin.ts'
import { judged, newTrack, type Track, trust } from './timeline.ts'

/** Everything the walk through one series needs. */
export interface SeriesContext {
  readonly repository: Repository
  readonly limits: Thresholds
  readonly tenantOf: (host: string, path: string) => string
  readonly counts: TreeCounts & { changesJudged: number; bytesRead: number }
  readonly signal?: AbortSignal | undefined
  readonly onChange?: () => void
}

/** What a series remembers from night to night. */
export interface Memory {
  readonly host: string
  readonly tracks: Map<string, Track>
  readonly kin: Kin
  /** Contents that were trusted when they vanished: whoever brings them back brings nothing new. */
  readonly trustedKeys: Set<string>
  /** Contents that were convicted and where, whatever they are called tomorrow. */
  readonly convictedKeys: Map<string, Track>
  /** Per tenant: files that perhaps took vanished ones' places, in all nights so far. */
  readonly guesses: Map<string, number>
  /** Files whose places unexplained others took, or that were emptied, in all nights so far. */
  readonly swaps: Swap[]
}

/** An event of a night that says little alone and something when it returns. */
export interface Swap extends Pick<Event, 'tracks' | 'tenant'> {
  readonly snapshot: string
  /** What happened to the file: events of one kind add up. */
  readonly kind: string
}

/** One snapshot against the one before it. */
export interface Night extends Memory {
  readonly context: SeriesContext
  readonly before: string
  readonly snapshot: string
  /** Everything judged so far, for the evidence that files give about each other. */
  readonly events: Event[]
}

/** One thing that happened to one file; a rename touches two paths and is one event. */
export interface Event {
  readonly tracks: readonly Track[]
  readonly tenant: string
  readonly judgement: Judgement
  /** New size − old size and kind of the old file; absent for new files. */
  readonly growth?: GrowthOfFile
  /** Another name took the place of the old one, with other content. */
  readonly isSwap: boolean
  /** Which file's place it took was guessed. */
  readonly isGuess: boolean
  /** Reads like a ransom note, but stands alone. */
  readonly isNoteLike: boolean
  /** A new small text, whatever it says: the folders in which the same was put down this night, where they are many. */
  readonly spread?: ReadonlySet<string>
}

export interface GrowthOfFile extends Growth {
  /** Some check knows what its name promises. */
  readonly isKnownKind: boolean
  /** There was something, and there is nothing left. */
  readonly isEmptied: boolean
}

/** The track of a path that the snapshot before held; met for the first time, it was clean there. */
export function oldTrack(night: Night, file: FileNode): Track {
  const known = night.tracks.get(file.path)
  if (known !== undefined) return known
  const track = newcomer(night, file)
  trust(track, file, night.before)
  return track
}

/** The track of a path that appears in this snapshot; it may have existed earlier. */
export function newcomer(night: Night, file: FileNode): Track {
  const known = night.tracks.get(file.path)
  if (known !== undefined) return known
  const track = newTrack(night.host, file.path, night.context.tenantOf(night.host, file.path))
  night.tracks.set(file.path, track)
  return track
}

/** Writes a judgement into the track and remembers the event. */
export function record(
  night: Night,
  track: Track,
  judgement: Judgement,
  file: FileNode | undefined,
  more: Partial<Pick<Event, 'tracks' | 'growth' | 'isSwap' | 'isGuess' | 'isNoteLike' | 'spread'>> = {},
): void {
  judged(track, night.snapshot, judgement, file)
  const { tenant } = track
  // Noise over noise contradicts nothing, but films and files of nothing known are written once.
  const isNoise = judgement.verdict === 'unknown' && judgement.noise === true
  const isWrittenOver = more.growth?.isKnownKind === false || more.growth?.bytes === 0
  if (isNoise && judgement.contradiction !== true && isWrittenOver) track.doubtfulIn.push(night.snapshot)
  const nothing = { isSwap: false, isGuess: false, isNoteLike: false }
  night.events.push({ tracks: [track], tenant, judgement, ...nothing, ...more })
}

/** How a change looks to metadata alone. */
export function growthOf(before: FileNode, after: FileNode): GrowthOfFile {
  const [old, now] = [before.node.size ?? 0, after.node.size ?? 0]
  const promised = promisedType(before.path)
  return {
    bytes: now - old,
    kind: promised?.name ?? endingOf(before.path),
    isKnownKind: promised !== undefined,
    isEmptied: old > 0 && now === 0,
  }
}
