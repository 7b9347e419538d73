import { timeToNanoseconds, type Snapshot } from '@anlauf/repository'

import type { JudgedFile, Onset, TenantOnset } from './report.ts'
import type { Thresholds } from './thresholds.ts'

/**
 * Per tenant the interval in which encryption began: the first snapshot with a convicted change and the one
 * before it in the same series. Convictions do not expire, so a few files a night add up (the stock of
 * `detect.md` §6.1); one convicted file alone never alarms, whatever it was called before and after.
 */
export function onsetsOf(
  files: readonly JudgedFile[],
  series: ReadonlyMap<string, readonly Snapshot[]>,
  limits: Thresholds,
): TenantOnset[] {
  const places = placesOf(series)
  const byTenant = Map.groupBy(files, (file) => file.tenant)
  return [...byTenant]
    .map(([tenant, judged]) => tenantOnset(tenant, judged, places, limits))
    .filter(({ onset, filesHit }) => onset !== null || filesHit > 0)
    .sort((a, b) => (a.tenant < b.tenant ? -1 : 1))
}

/** The earliest of several onsets. */
export function earliestOnset(tenants: readonly TenantOnset[]): Onset | null {
  const onsets = tenants.flatMap(({ onset }) => (onset === null ? [] : [onset]))
  return onsets.sort((a, b) => compareTimes(a.to, b.to))[0] ?? null
}

interface Place {
  readonly snapshot: Snapshot
  readonly previous: Snapshot | undefined
}

function placesOf(series: ReadonlyMap<string, readonly Snapshot[]>): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const snapshots of series.values()) {
    snapshots.forEach((snapshot, at) => places.set(snapshot.id, { snapshot, previous: snapshots[at - 1] }))
  }
  return places
}

function tenantOnset(
  tenant: string,
  files: readonly JudgedFile[],
  places: ReadonlyMap<string, Place>,
  limits: Thresholds,
): TenantOnset {
  const convicted = files.filter(({ versions }) => versions.some(({ verdict }) => verdict === 'convicted'))
  // A file that was renamed is a victim and a successor, a note in many folders is one note.
  const hit = convicted
    .filter(({ role }) => role !== 'note')
    .map(({ host, path, original }) => `${host}:${original ?? path}`)
  const filesHit = new Set(hit).size
  const happened = filesHit + (convicted.length > hit.length ? 1 : 0)
  const first = convicted
    .flatMap(({ versions }) => versions.filter(({ verdict }) => verdict === 'convicted'))
    .flatMap(({ snapshot }) => places.get(snapshot) ?? [])
    .sort((a, b) => compareTimes(a.snapshot.time, b.snapshot.time))[0]
  if (first === undefined || happened < limits.alarmConvictions) return { tenant, onset: null, filesHit }
  return {
    tenant,
    filesHit,
    onset: {
      after: first.previous?.id ?? null,
      before: first.snapshot.id,
      from: first.previous?.time ?? first.snapshot.time,
      to: first.snapshot.time,
    },
  }
}

function compareTimes(a: string, b: string): number {
  const [left, right] = [timeToNanoseconds(a), timeToNanoseconds(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
