import {
  judgeSeals,
  keyFolder,
  type Manifest,
  readKey,
  readStatement,
  type SignedStatement,
} from '../../core/publication/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import type { PublishedCopy } from './copy.ts'
import { readSeals, statementsOf } from './read-seals.ts'

/** A sealed site, ready to be put somewhere. */
export interface Bundle {
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly manifest: Manifest
  /** SHA-256 of its `bundle.json`. */
  readonly sha256: string
}

/** What a push did, or would do. */
export interface Pushed {
  readonly written: number
  readonly bytes: number
  /** Lay there already, from an earlier push or one that broke off. */
  readonly kept: number
  /** The edition that was shown before. */
  readonly before: number | undefined
}

export interface PushOptions {
  readonly isDryRun?: boolean
  /** Also over a higher number that no key of ours gave. */
  readonly overForeign?: boolean
  readonly signal?: AbortSignal
  readonly onFile?: (done: number, total: number, bytes: number) => void
}

/** A place that shows one edition. */
export interface SiteHost extends AsyncDisposable {
  /** The shown edition, read back on the way by which it is written. */
  readonly copy: PublishedCopy
  push(bundle: Bundle, options: PushOptions): Promise<Pushed>
}

/** What a host shows, and whose it is by the statements that the new bundle carries. */
export interface ShownEdition {
  readonly manifest: Manifest
  /** `ours`: by a key of the series, as it is or handed over. `revoked`: by one that was taken back. `foreign`: anything else. */
  readonly by: 'ours' | 'revoked' | 'foreign'
}

/** Reads the seals of what is shown below a folder of the copy; undefined where no manifest is. */
export async function shownEdition(
  copy: PublishedCopy,
  bundle: Bundle,
  folder = '',
): Promise<ShownEdition | undefined> {
  const seals = await readSeals(copy, folder, undefined).catch(() => undefined)
  if (seals === undefined) return undefined
  const statements = statementsOf(bundle.files)
  const standings = keysOf(bundle.files, statements).map((pinned) =>
    judgeSeals(seals, { pinned, now: new Date(), remembered: statements }),
  )
  const [first] = standings
  if (first === undefined) return undefined
  const are = new Set(standings.map(({ standing }) => standing.kind))
  const isOurs = are.has('trusted') || are.has('replaced')
  return { manifest: first.manifest, by: are.has('revoked') ? 'revoked' : isOurs ? 'ours' : 'foreign' }
}

/** Every key that the bundle knows of: its own, and those that its statements name. */
function keysOf(
  files: ReadonlyMap<string, Uint8Array>,
  statements: readonly SignedStatement[],
): readonly string[] {
  const own = readKey(Buffer.from(files.get(`${keyFolder}/publication.pem`) ?? []).toString('utf8'))
  const said = statements.flatMap(({ bytes }) => readStatement(bytes) ?? [])
  return [
    ...new Set([
      ...(own === undefined ? [] : [own.fingerprint]),
      ...said.flatMap(({ fingerprint, signedBy }) => [fingerprint, signedBy]),
    ]),
  ]
}

/**
 * A host that shows a higher number of the same incident is ahead of us: going back would look like an attack to readers.
 * A number that a revoked key gave does not count, or a thief's 10⁹ would keep the house out of its own hosts.
 */
export function refuseOlder(
  place: string,
  shown: ShownEdition | undefined,
  { manifest }: Bundle,
  { overForeign = false }: PushOptions,
): void {
  if (shown === undefined || shown.by === 'revoked') return
  const { incident, sequence } = shown.manifest
  if (incident !== manifest.incident || sequence <= manifest.sequence) return
  const isForeign = shown.by === 'foreign'
  if (isForeign && overForeign) return
  throw new AnlaufError(
    'unsafe-target',
    isForeign
      ? `${place} shows edition ${sequence} by a key that is none of ours; this one has the number ${manifest.sequence}.`
      : `${place} shows edition ${sequence}; this one has the number ${manifest.sequence}.`,
    {
      hint: isForeign
        ? 'Ask your colleagues. If none of you pushed it, somebody took over the host: change its credentials, then push with --over-foreign. Nothing was changed there.'
        : `Somebody pushed from another machine. Make a higher one: --after ${sequence}. If none of you did, your key may be stolen: anlauf site key revoke. Nothing was changed there.`,
      context: { shown: sequence, ours: manifest.sequence },
    },
  )
}
