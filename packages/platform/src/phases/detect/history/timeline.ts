import { scoreOf, weights } from '../alarm/weights.ts'
import type { Judgement } from '../judge-first.ts'
import type { ConvictedRole, JudgedFile, JudgedVersion } from '../report.ts'
import type { FileNode } from './changes.ts'

/** What is known of one path of one series while the history is read forward. */
export interface Track {
  readonly host: string
  readonly path: string
  readonly tenant: string
  readonly versions: JudgedVersion[]
  /** Contents that were clean at some time: a restore may bring any of them back. */
  readonly cleanKeys: Set<string>
  role: ConvictedRole
  /** Of a successor: the path whose content it holds, when that is known. */
  original: string | undefined
  /** The newest version that is clean: what later versions are compared with. */
  clean: FileNode | undefined
  /** The newest snapshot in which the path holds that content. */
  cleanIn: string | null
  /** What both were before the newest clean version: what they are again when that one is taken back. */
  earlier: { readonly clean: FileNode | undefined; readonly cleanIn: string | null }
  /** The newest version that nothing speaks against, though nothing vouches for it either. */
  undecided: FileNode | undefined
  /** Snapshots in which it became a pattern or encoded noise. */
  readonly unnaturalIn: string[]
  /** Snapshots in which what it packs became noise, in a package that is sound. */
  readonly hollowIn: string[]
  /** Snapshots in which it contradicted its name or its past, or holds noise where it held something. */
  readonly doubtfulIn: string[]
  /** Snapshots in which it arrived and was last held unchanged, when no check can look inside and nothing spoke against it. */
  arrival: { readonly since: string; readonly until: string | undefined } | undefined
  /** New under an unseen ending, in a folder from which a file vanished that can have become it. */
  mayReplace: boolean
  /** Judged convicted, suspicious or unknown in the newest snapshot. */
  tainted: boolean
  /** Not in the newest snapshot. */
  gone: boolean
}

export function newTrack(host: string, path: string, tenant: string): Track {
  return {
    host,
    path,
    tenant,
    versions: [],
    cleanKeys: new Set(),
    role: 'victim',
    original: undefined,
    clean: undefined,
    cleanIn: null,
    earlier: { clean: undefined, cleanIn: null },
    undecided: undefined,
    unnaturalIn: [],
    hollowIn: [],
    doubtfulIn: [],
    arrival: undefined,
    mayReplace: false,
    tainted: false,
    gone: false,
  }
}

/** Takes a content as clean as of a snapshot. */
export function trust(track: Track, file: FileNode, snapshot: string): void {
  track.earlier = { clean: track.clean, cleanIn: track.cleanIn }
  track.clean = file
  track.cleanIn = snapshot
  track.cleanKeys.add(file.key)
}

/** Adds a judged version; a clean one becomes what later versions are compared with. */
export function judged(
  track: Track,
  snapshot: string,
  judgement: Judgement,
  file: FileNode | undefined,
): void {
  const { verdict, reasons, salvage } = judgement
  track.versions.push({
    snapshot,
    verdict,
    reasons,
    score: scoreOf(judgement),
    ...(file === undefined ? {} : { changedAt: file.node.ctime }),
    ...(salvage === undefined || verdict === 'clean' ? {} : { salvage }),
  })
  track.tainted = verdict !== 'clean'
  track.gone = file === undefined
  track.undecided = verdict === 'unknown' && judgement.contradiction !== true ? file : undefined
  if (verdict !== 'clean' && judgement.contradiction === true) track.doubtfulIn.push(snapshot)
  if (judgement.unnatural === true) track.unnaturalIn.push(snapshot)
  if (judgement.unnatural === true && judgement.noise === true) track.hollowIn.push(snapshot)
  if (verdict === 'clean' && file !== undefined) trust(track, file, snapshot)
}

/** Turns the newest version into a conviction, with one more reason; what was clean by its look alone is no longer. */
export function convict(track: Track, snapshot: string, reason: string): void {
  const last = track.versions.at(-1)
  if (last?.snapshot !== snapshot || last.verdict === 'convicted') return
  if (last.verdict === 'clean' && track.cleanIn === snapshot) {
    if (track.clean !== undefined) track.cleanKeys.delete(track.clean.key)
    track.clean = track.earlier.clean
    track.cleanIn = track.earlier.cleanIn
  }
  track.versions.pop()
  track.versions.push({
    ...last,
    verdict: 'convicted',
    reasons: [...last.reasons, reason],
    score: weights.convicted,
  })
  track.tainted = true
}

/** Turns the newest version into a conviction if it is of one of these snapshots, and older undecided ones as well. */
export function convictAnyway(track: Track, snapshot: string, reason: string): void {
  convict(track, snapshot, reason)
  convictInHindsight(track, reason, (other) => other === snapshot)
}

/** Turns every undecided version of these snapshots into a conviction, with one more reason. */
export function convictInHindsight(
  track: Track,
  reason: string,
  isMeant: (snapshot: string) => boolean = () => true,
): void {
  track.versions.forEach((version, at) => {
    if (version.verdict === 'clean' || version.verdict === 'convicted' || !isMeant(version.snapshot)) return
    track.versions[at] = {
      ...version,
      verdict: 'convicted',
      reasons: [...version.reasons, reason],
      score: weights.convicted,
    }
  })
}

/** The path held its clean content up to this snapshot; in the next one something happens to it. */
export function lastHeldIn(track: Track, snapshot: string): void {
  if (!track.tainted && !track.gone && track.clean !== undefined) track.cleanIn = snapshot
  if (track.arrival?.until === undefined && track.arrival !== undefined)
    track.arrival = { ...track.arrival, until: snapshot }
}

/** The report's view; an untainted path that is still there holds its clean content in the last snapshot. */
export function judgedFile(track: Track, lastSnapshot: string): JudgedFile {
  const { host, path, tenant, role, original, versions, arrival } = track
  const isUndecided = arrival !== undefined && versions[0]?.verdict === 'unknown' && track.cleanIn === null
  return {
    host,
    path,
    tenant,
    role,
    ...(original === undefined ? {} : { original }),
    versions,
    ...(isUndecided ? { arrival: { since: arrival.since, until: arrival.until ?? lastSnapshot } } : {}),
    newestClean: track.tainted || track.gone || track.clean === undefined ? track.cleanIn : lastSnapshot,
  }
}
