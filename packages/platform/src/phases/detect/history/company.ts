import type { Thresholds } from '../thresholds.ts'
import type { Track } from './timeline.ts'

/**
 * A file that alone stays undecided is convicted by its company: its content contradicts its name or its
 * past, in a snapshot in which other files of the same tenant were convicted. Files whose content contradicts
 * nothing (a new archive, a key file) stay undecided.
 */
export function convictByCompany(tracks: Iterable<Track>, snapshot: string, limits: Thresholds): void {
  const fresh = [...tracks].filter((track) => track.versions.at(-1)?.snapshot === snapshot)
  const byTenant = Map.groupBy(fresh, (track) => track.tenant)
  for (const members of byTenant.values()) {
    const convicted = members.filter((track) => track.versions.at(-1)?.verdict === 'convicted').length
    if (convicted < limits.alarmConvictions) continue
    for (const track of members) if (track.contradiction) convict(track, snapshot, convicted)
  }
}

function convict(track: Track, snapshot: string, others: number): void {
  const last = track.versions.pop()
  const reason = `${others} other files of this tenant were encrypted in the same snapshot`
  track.versions.push({ snapshot, verdict: 'convicted', reasons: [...(last?.reasons ?? []), reason] })
  track.contradiction = false
}
