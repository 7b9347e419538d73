import type { Thresholds } from '../thresholds.ts'
import { endingOf } from '../validators/index.ts'
import type { Swap } from './night.ts'
import { folderOf } from './renames.ts'
import { convictAnyway, type Track } from './timeline.ts'

/** What a series remembers of itself at its end. */
export interface Past {
  readonly tracks: readonly Track[]
  readonly swaps: readonly Swap[]
  /** Of the snapshots: nanoseconds since 1970. */
  readonly times: ReadonlyMap<string, bigint>
}

/** As long as half of an alarm's sum lasts. */
const fortnightNs = 14n * 86_400_000_000_000n

/**
 * Convicts what is an owner's affair once and an attack when it returns within a fortnight.
 *
 * - A package that is sound around noise where structured members were: one is a strange program, two of a tenant
 *   are somebody who encrypts what packages hold.
 * - T7, a file a night: an owner locks some documents away on one day, or one kind of file in one folder every
 *   night; files of several kinds or folders, in as many nights as a mass has files, are locked by somebody else.
 * - T11, a file a night: the same of files that were emptied and live on nowhere.
 */
export function convictSlowCampaigns(
  { tracks, swaps, times }: Past,
  limits: Pick<Thresholds, 'alarmConvictions' | 'renamedFiles'>,
): void {
  const hollow = tracks.flatMap((track) => track.hollowIn.map((snapshot) => ({ track, snapshot })))
  for (const members of Map.groupBy(hollow, ({ track }) => track.tenant).values()) {
    const isEnough = (near: typeof members) => countOf(near, fileOf) >= limits.alarmConvictions
    for (const { track, snapshot } of together(members, times, isEnough))
      convictAnyway(
        track,
        snapshot,
        'one of several sound packages of this tenant whose content became noise',
      )
  }
  const keyOf = ({ tenant, kind }: Swap) => JSON.stringify([tenant, kind])
  for (const members of Map.groupBy(swaps, keyOf).values()) {
    const isEnough = (near: typeof members) =>
      countOf(near, ({ snapshot }) => snapshot) >= limits.renamedFiles &&
      countOf(near, ({ tracks: [track] }) => track) >= limits.renamedFiles &&
      countOf(near, placeOf) > 1
    for (const { tracks: both, snapshot, kind } of together(members, times, isEnough))
      for (const track of both)
        convictAnyway(track, snapshot, `one of many files that were ${kind}, night after night`)
  }
}

/** A file that changed its name is one file. */
function fileOf({ track: { host, path, original } }: { readonly track: Track }): string {
  return JSON.stringify([host, original ?? path])
}

/** Where the old file lay, and of what kind it was by its name. */
function placeOf({ tracks }: Swap): string {
  const path = tracks.at(-1)?.path ?? ''
  return JSON.stringify([folderOf({ path }), endingOf(path)])
}

function countOf<Item>(items: readonly Item[], of: (item: Item) => unknown): number {
  return new Set(items.map(of)).size
}

/** Everything that lies in some fortnight of which there is enough; looks at each item once a snapshot of a fortnight. */
function together<Item extends { readonly snapshot: string }>(
  items: readonly Item[],
  times: Past['times'],
  isEnough: (near: Item[]) => boolean,
): ReadonlySet<Item> {
  const timeOf = (snapshot: string) => times.get(snapshot) ?? 0n
  const nights = [...Map.groupBy(items, ({ snapshot }) => timeOf(snapshot))].sort(([a], [b]) =>
    a < b ? -1 : a > b ? 1 : 0,
  )
  const found = new Set<Item>()
  nights.forEach(([start], first) => {
    const near = nights
      .slice(first)
      .filter(([time]) => time - start <= fortnightNs)
      .flatMap(([, members]) => members)
    if (isEnough(near)) for (const item of near) found.add(item)
  })
  return found
}
