import type { Thresholds } from '../thresholds.ts'
import type { Past } from './slow-campaigns.ts'
import { convictInHindsight, type Track } from './timeline.ts'

/** As long as half of an alarm's sum lasts: convictions further apart are not one campaign. */
const fortnightNs = 14n * 86_400_000_000_000n

/** Convicted files in so many nights have a rhythm. */
const fewestNights = 3

/**
 * The files of a slow attack that prove nothing alone: when a tenant's files were convicted one after another in
 * several nights, what contradicted itself between them, or no longer before or after them than they are apart,
 * was hit as well. A file that is doubtful again and again is a habit, and no part of it.
 */
export function convictByRhythm(
  { tracks, times }: Pick<Past, 'tracks' | 'times'>,
  limits: Pick<Thresholds, 'alarmConvictions'>,
): void {
  for (const members of Map.groupBy(tracks, ({ tenant }) => tenant).values()) {
    const hits = members.filter(isHit)
    const files = new Set(hits.map(({ path, original }) => original ?? path)).size
    const campaign = files > limits.alarmConvictions ? firstCampaign(hits, times) : undefined
    if (campaign === undefined) continue
    const doubts = doubtsOf(members, times).filter(({ time }) => time <= campaign.end + campaign.gap)
    let start = campaign.start
    for (const { time } of doubts) if (time < start && time >= start - campaign.gap) start = time
    const reason = `doubtful in the rhythm in which ${files} files of this tenant were convicted`
    for (const { track, snapshot, time } of doubts)
      if (time >= start) convictInHindsight(track, reason, (other) => other === snapshot)
  }
}

function isHit({ role, versions }: Track): boolean {
  return role !== 'note' && versions.some(({ verdict }) => verdict === 'convicted')
}

interface Campaign {
  readonly start: bigint
  readonly end: bigint
  /** The longest pause in it. */
  readonly gap: bigint
}

/** The first stretch of nights with convictions, none further from the next than a fortnight, that is long enough. */
function firstCampaign(hits: readonly Track[], times: Past['times']): Campaign | undefined {
  const convicted = hits.flatMap(({ versions }) => versions.filter(({ verdict }) => verdict === 'convicted'))
  const nights = [...new Set(convicted.map(({ snapshot }) => times.get(snapshot) ?? 0n))].sort(compare)
  let [first, gap] = [0, 0n]
  for (let at = 1; at <= nights.length; at += 1) {
    const [last = 0n, next] = [nights[at - 1], nights[at]]
    if (next !== undefined && next - last <= fortnightNs) {
      if (next - last > gap) gap = next - last
      continue
    }
    if (at - first >= fewestNights) return { start: nights[first] ?? 0n, end: last, gap }
    first = at
    gap = 0n
  }
  return undefined
}

/** Doubts about files that had one only, youngest first. */
function doubtsOf(
  tracks: readonly Track[],
  times: Past['times'],
): { track: Track; snapshot: string; time: bigint }[] {
  return tracks
    .filter(({ doubtfulIn }) => doubtfulIn.length === 1)
    .flatMap((track) =>
      track.doubtfulIn.map((snapshot) => ({ track, snapshot, time: times.get(snapshot) ?? 0n })),
    )
    .sort((a, b) => compare(b.time, a.time))
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
