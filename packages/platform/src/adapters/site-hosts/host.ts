import { type Manifest, maxManifestBytes, readManifest, sealNames } from '../../core/publication/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { type PublishedCopy, TooLong } from './copy.ts'

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
  readonly signal?: AbortSignal
  readonly onFile?: (done: number, total: number, bytes: number) => void
}

/** A place that shows one edition. */
export interface SiteHost extends AsyncDisposable {
  /** The shown edition, read back on the way by which it is written. */
  readonly copy: PublishedCopy
  push(bundle: Bundle, options: PushOptions): Promise<Pushed>
}

/** The manifest of what is shown, believed only as far as to see which files are there and not to go back. */
export async function shownManifest(copy: PublishedCopy): Promise<Manifest | undefined> {
  const bytes = await copy.read(sealNames.manifest, maxManifestBytes)
  if (bytes === undefined || bytes instanceof TooLong) return undefined
  try {
    return readManifest(bytes)
  } catch {
    return undefined
  }
}

/** A host that shows a higher number of the same incident is ahead of us: going back would look like an attack to readers. */
export function refuseOlder(place: string, shown: Manifest | undefined, { manifest }: Bundle): void {
  if (shown === undefined || shown.incident !== manifest.incident || shown.sequence <= manifest.sequence)
    return
  throw new AnlaufError(
    'unsafe-target',
    `${place} shows edition ${shown.sequence}; this one has the number ${manifest.sequence}.`,
    {
      hint: `Somebody pushed from another machine. Make a higher one: --after ${shown.sequence}. Nothing was changed there.`,
      context: { shown: shown.sequence, ours: manifest.sequence },
    },
  )
}
