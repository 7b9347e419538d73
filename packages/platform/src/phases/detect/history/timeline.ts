import type { Judgement } from '../judge.ts'
import type { ConvictedRole, JudgedFile, JudgedVersion } from '../report.ts'
import type { FileNode } from './changes.ts'

/** What is known of one path of one series while the history is read forward. */
export interface Track {
  readonly host: string
  readonly path: string
  readonly tenant: string
  readonly versions: JudgedVersion[]
  role: ConvictedRole
  /** The newest version that is clean: what later versions are compared with. */
  clean: FileNode | undefined
  /** The newest snapshot in which the path holds that content. */
  cleanIn: string | null
  /** Undecided in the newest snapshot, but its content contradicts what name or past promised. */
  contradiction: boolean
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
    role: 'victim',
    clean: undefined,
    cleanIn: null,
    tainted: false,
    contradiction: false,
    gone: false,
  }
}

/** Adds a judged version; a clean one becomes what later versions are compared with. */
export function judged(
  track: Track,
  snapshot: string,
  { verdict, reasons, contradiction = false }: Judgement,
  file: FileNode | undefined,
): void {
  track.versions.push({ snapshot, verdict, reasons })
  track.contradiction = contradiction && verdict !== 'convicted'
  track.tainted = verdict !== 'clean'
  track.gone = file === undefined
  if (verdict === 'clean' && file !== undefined) {
    track.clean = file
    track.cleanIn = snapshot
  }
}

/** The report's view; `newestClean` of an untainted path is set by the caller to the series' last snapshot. */
export function judgedFile(track: Track, lastSnapshot: string): JudgedFile {
  const { host, path, tenant, role, versions } = track
  return {
    host,
    path,
    tenant,
    role,
    versions,
    newestClean: track.tainted || track.gone || track.clean === undefined ? track.cleanIn : lastSnapshot,
  }
}
