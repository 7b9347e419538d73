import { type InsideAnswer, type ManifestLine, parseManifest } from '../../recover/index.ts'
import type { Release } from './releases.ts'

/** A content that left through the gate: what people recall it by. */
export interface HandedOut extends Release {
  /** Where it lies with the tenant, as the backups name it. */
  readonly files: readonly { readonly host: string; readonly path: string }[]
}

export interface RecallOptions {
  /** True for contents that must be recalled, by SHA-256. */
  readonly isHit: (sha256: string) => boolean
  /** What is remembered of the insides of contents; those that hold something are recalled too. */
  readonly insideOf: (contents: readonly string[]) => Promise<ReadonlyMap<string, InsideAnswer>>
  /** The released manifest; undefined when it is not to be found. */
  readonly manifestOf: (release: Release) => string | undefined
}

export interface Recall {
  /** By SHA-256 of the content, in the order of the releases. */
  readonly handedOut: ReadonlyMap<string, readonly HandedOut[]>
  /** Hashes that were looked for and lie in a content that was handed out. */
  readonly holds: ReadonlyMap<string, readonly string[]>
  /** Sizes of these contents: not all of them lie in a backup still. */
  readonly sizes: ReadonlyMap<string, number>
  /** Releases of which nobody knows here what they held. */
  readonly notKnown: readonly Release[]
  /** Contents that were handed out and into which nobody has looked. */
  readonly notLookedInto: number
}

/** Which of all released contents are what was looked for, or hold it. */
export async function findHandedOut(releases: readonly Release[], options: RecallOptions): Promise<Recall> {
  const handedOut = new Map<string, HandedOut[]>()
  const holds = new Map<string, readonly string[]>()
  const sizes = new Map<string, number>()
  const notKnown: Release[] = []
  const notLookedInto = new Set<string>()
  for (const release of releases) {
    const text = options.manifestOf(release)
    if (text === undefined) {
      notKnown.push(release)
      continue
    }
    const files = Map.groupBy(
      parseManifest(text).filter(({ type }) => type === 'file'),
      ({ sha256 }) => sha256,
    )
    const insides = await options.insideOf([...files.keys()])
    for (const [sha256, lines] of files) {
      const inside = insides.get(sha256)
      // Of a database every value was looked at by itself; its files are no containers.
      if (inside === undefined && lines.some(({ database }) => database === undefined))
        notLookedInto.add(sha256)
      if (inside !== undefined && inside.holds.length > 0) holds.set(sha256, inside.holds)
      if (!options.isHit(sha256) && (inside?.holds ?? []).length === 0) continue
      sizes.set(sha256, lines[0]?.size ?? 0)
      handedOut.set(sha256, [...(handedOut.get(sha256) ?? []), { ...release, files: lines.map(placeOf) }])
    }
  }
  return { handedOut, holds, sizes, notKnown, notLookedInto: notLookedInto.size }
}

function placeOf({ host, path }: ManifestLine): { host: string; path: string } {
  return { host, path }
}
