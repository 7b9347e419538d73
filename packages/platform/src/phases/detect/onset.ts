import { timeToNanoseconds, type Snapshot } from '@anlauf/repository'

import { addToSum, quietSum } from './alarm/cusum.ts'
import type { FileEvent } from './alarm/file-event.ts'
import { addToStock, emptyStock, scoreStock } from './alarm/stock.ts'
import { alarmScore } from './alarm/weights.ts'
import type { JudgedFile, Onset, TenantOnset } from './report.ts'
import type { Thresholds } from './thresholds.ts'

/**
 * Per tenant the interval in which encryption began. Two statistics run over its changed files in the order of
 * snapshots and change times: a cumulated sum that clean changes and time wear down, for attacks, and the stock of
 * convicted files, which does not expire, for a few files a night among thousands of honest changes. The first
 * that reaches its bound raises the alarm; the onset is the hit with which its excursion began: the snapshot
 * that holds it, and the one before in the same series. One convicted file alone never alarms, whatever it was
 * called before and after.
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
  return onsets.sort((a, b) => compare(timeToNanoseconds(a.to), timeToNanoseconds(b.to)))[0] ?? null
}

interface Place {
  readonly snapshot: Snapshot
  readonly time: bigint
  readonly previous: Snapshot | undefined
}

function placesOf(series: ReadonlyMap<string, readonly Snapshot[]>): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const snapshots of series.values()) {
    snapshots.forEach((snapshot, at) =>
      places.set(snapshot.id, {
        snapshot,
        time: timeToNanoseconds(snapshot.time),
        previous: snapshots[at - 1],
      }),
    )
  }
  return places
}

function tenantOnset(
  tenant: string,
  files: readonly JudgedFile[],
  places: ReadonlyMap<string, Place>,
  limits: Thresholds,
): TenantOnset {
  const { since, scores } = alarmOf(eventsOf(files, places), limits)
  return { tenant, onset: onsetAt(places.get(since?.snapshot ?? '')), filesHit: filesHit(files), scores }
}

/** Both statistics over all events: where the first alarm's excursion began, and the highest scores. */
function alarmOf(
  events: readonly FileEvent[],
  limits: Thresholds,
): { since: FileEvent | undefined; scores: { sum: number; stock: number } } {
  let [sum, stock] = [quietSum, emptyStock]
  let since: FileEvent | undefined
  const scores = { sum: 0, stock: 0 }
  let hits = 0
  for (const event of events) {
    sum = addToSum(sum, event)
    stock = addToStock(stock, event)
    scores.sum = Math.max(scores.sum, sum.score)
    if (!event.isHit) continue
    hits += 1
    const stocked = scoreStock(stock)
    scores.stock = Math.max(scores.stock, stocked.score)
    if (since !== undefined || hits < limits.alarmConvictions) continue
    if (stocked.since !== undefined) since = stocked.since
    else if (sum.score >= alarmScore && sum.hits >= limits.alarmConvictions) since = sum.since
  }
  return { since, scores }
}

/** Every judged version once, in the order of snapshots, then of change times, then of paths. */
function eventsOf(files: readonly JudgedFile[], places: ReadonlyMap<string, Place>): FileEvent[] {
  const versions = files.flatMap((file) =>
    file.versions.flatMap(({ snapshot, score, verdict, changedAt }) => {
      const time = places.get(snapshot)?.time
      if (time === undefined) return []
      const key = file.role === 'note' ? 'note' : `${file.host}:${file.original ?? file.path}`
      return [{ time, snapshot, score, verdict, changed: changeTime(changedAt), path: file.path, key }]
    }),
  )
  // To the last tie, so that the same report comes out whatever the order in which files were judged.
  versions.sort(
    (a, b) =>
      compare(a.time, b.time) ||
      compare(a.changed, b.changed) ||
      compare(a.path, b.path) ||
      compare(a.key, b.key) ||
      compare(a.score, b.score) ||
      compare(a.verdict, b.verdict),
  )
  const known = new Set<string>()
  return versions.map(({ time, snapshot, score, verdict, key }) => {
    if (verdict !== 'convicted') return { time, snapshot, score, isHit: false }
    // A file that was renamed is a victim and a successor, a note in many folders is one note.
    const isHit = !known.has(key)
    known.add(key)
    return { time, snapshot, score: isHit ? score : 0, isHit }
  })
}

function filesHit(files: readonly JudgedFile[]): number {
  const hit = files.filter(
    ({ role, versions }) => role !== 'note' && versions.some(({ verdict }) => verdict === 'convicted'),
  )
  return new Set(hit.map(({ host, path, original }) => `${host}:${original ?? path}`)).size
}

function onsetAt(place: Place | undefined): Onset | null {
  if (place === undefined) return null
  const { snapshot, previous } = place
  return {
    after: previous?.id ?? null,
    before: snapshot.id,
    from: previous?.time ?? snapshot.time,
    to: snapshot.time,
  }
}

/** A time that nobody can read orders nothing: it comes last in its snapshot. */
function changeTime(changedAt: string | undefined): bigint {
  if (changedAt === undefined) return lastOfAll
  try {
    return timeToNanoseconds(changedAt)
  } catch {
    return lastOfAll
  }
}

const lastOfAll = 2n ** 64n

function compare<Value extends bigint | string | number>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0
}
