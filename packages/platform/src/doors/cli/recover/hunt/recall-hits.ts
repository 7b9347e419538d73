import { AnlaufError } from '../../../../core/failure.ts'
import type { HuntHit, HuntReport, KnownInsides } from '../../../../phases/recover/index.ts'
import {
  findHandedOut,
  findManifest,
  type HandedOut,
  type Release,
  releasesOf,
} from '../../../../phases/release/index.ts'
import type { Stores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { keptManifests } from '../kept-for-recall.ts'

export interface RecalledHit extends HuntHit {
  /** The releases that it was a part of; empty when it never left. */
  readonly handedOut: readonly HandedOut[]
}

export interface RecalledHunt extends Omit<HuntReport, 'hits'> {
  /** What was handed out comes first, also what lies in no backup any more. */
  readonly hits: readonly RecalledHit[]
  readonly releases: {
    /** Whose manifests were looked through. */
    readonly known: number
    /** Of which nobody knows here what they held. */
    readonly notKnown: readonly Release[]
    /** Contents that were handed out and into which nobody has looked. */
    readonly notLookedInto: number
    /** Cases whose evidence does not hold together, so that nobody knows what they released. */
    readonly unreadable: readonly { readonly case: string; readonly message: string }[]
  }
}

/** Which hits have left already, by all cases of this home. */
export async function recallHits(
  context: AnlaufContext,
  { stores, insides }: { readonly stores: Stores; readonly insides: KnownInsides },
  report: HuntReport,
  {
    hashes,
    way,
    folders,
  }: { readonly hashes: readonly string[]; readonly way: string; readonly folders: readonly string[] },
): Promise<RecalledHunt> {
  const releases: Release[] = []
  const unreadable: { case: string; message: string }[] = []
  for await (const caseId of stores.caseIds()) {
    try {
      releases.push(...(await releasesOf(stores.log, caseId)))
    } catch (error) {
      // One broken case must not hide what the hunt has found.
      if (!(error instanceof AnlaufError) || error.code !== 'evidence-broken') throw error
      unreadable.push({ case: caseId, message: error.message })
    }
  }
  const found = new Map(report.hits.map((hit) => [hit.sha256, hit]))
  const wanted = new Set(hashes)
  const recall = await findHandedOut(releases, {
    isHit: (sha256) => wanted.has(sha256) || found.has(sha256),
    insideOf: async (contents) => (wanted.size === 0 ? new Map() : insides.find(contents, { way, wanted })),
    manifestOf: (release) => findManifest(release, { kept: keptManifests(context), folders }),
  })
  const gone = [...recall.handedOut.keys()].filter((sha256) => !found.has(sha256))
  const hits = [
    ...report.hits,
    ...gone.map((sha256): HuntHit => ({
      sha256,
      size: recall.sizes.get(sha256) ?? 0,
      verdict: 'listed',
      matches: [],
      members: (recall.holds.get(sha256) ?? []).map((held) => ({ sha256: held })),
      sightings: [],
    })),
  ].map((hit) => ({ ...hit, handedOut: recall.handedOut.get(hit.sha256) ?? [] }))
  return {
    ...report,
    hits: hits.toSorted((a, b) => Number(b.handedOut.length > 0) - Number(a.handedOut.length > 0)),
    releases: {
      known: releases.length - recall.notKnown.length,
      notKnown: recall.notKnown,
      notLookedInto: wanted.size === 0 ? 0 : recall.notLookedInto,
      unreadable,
    },
  }
}
