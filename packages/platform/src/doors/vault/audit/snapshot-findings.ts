import type { Snapshot } from '@anlauf/repository'

import { timeVerdict } from '../journal/index.ts'
import { finding, type VaultFinding } from './finding.ts'
import type { History } from './history.ts'

/** A snapshot with what the vault knows about its arrival. */
export interface ArrivedSnapshot {
  readonly snapshot: Snapshot
  readonly time: number
  readonly receivedAt: number
  readonly client: string
  /** Brought by an importer, who may keep old times. */
  readonly isImported: boolean
}

/** Snapshots that came through the door, by arrival. */
export function arrivals(snapshots: readonly Snapshot[], history: History): ArrivedSnapshot[] {
  return snapshots
    .flatMap((snapshot) => {
      const known = history.ledger.get(history.repository, 'snapshots', snapshot.id)
      if (known === undefined || known.client === '') return []
      const { client, at: receivedAt, role } = known
      return [
        { snapshot, time: Date.parse(snapshot.time), receivedAt, client, isImported: role === 'importer' },
      ]
    })
    .sort((a, b) => a.receivedAt - b.receivedAt)
}

/** Snapshots whose own time does not fit their arrival; their ids join `suspects`. */
export function* timeFindings(
  arrived: readonly ArrivedSnapshot[],
  history: History,
  suspects: Set<string>,
): Generator<VaultFinding> {
  for (const { snapshot, time, receivedAt, client, isImported } of arrived) {
    if (isImported) continue
    const sessionStart = history.sessionStarts.get(snapshot.id) ?? receivedAt
    const verdict = timeVerdict({ time, sessionStart, receivedAt })
    if (verdict === 'fits') continue
    suspects.add(snapshot.id)
    yield finding(
      verdict,
      `snapshots/${snapshot.id}`,
      `It says ${snapshot.time}, but ${client} sent it at ${new Date(receivedAt).toISOString()}, in a session that began at ${new Date(sessionStart).toISOString()}.`,
      'The client lies about the time, or its clock is wrong. Do not restore from it, do not let it count in a retention, and look at that client.',
    )
  }
}

const hourMs = 60 * 60 * 1000
/** So many snapshots between older ones within a day are no accident. */
const maxInterleaved = 2
/** Nobody backs the same up more than once every two minutes. */
const maxPerHour = 30

/** Bursts: many snapshots of one series that lie between older ones, or simply many; their ids join `suspects`. */
export function* clusterFindings(
  arrived: readonly ArrivedSnapshot[],
  suspects: Set<string>,
): Generator<VaultFinding> {
  const series = new Map<string, ArrivedSnapshot[]>()
  for (const one of arrived) {
    if (one.isImported) continue
    const name = seriesOf(one.snapshot)
    series.set(name, [...(series.get(name) ?? []), one])
  }
  for (const members of series.values()) {
    const interleaved = interleavedIn(members)
    const burst = densest(interleaved, 24 * hourMs)
    if (burst.length > maxInterleaved)
      yield cluster(burst, 'have times between those of older ones', suspects)
    const crowd = densest(members, hourMs)
    if (crowd.length > maxPerHour) yield cluster(crowd, 'came within one hour', suspects)
  }
}

/** Host and paths: what a retention judges together. */
function seriesOf({ hostname = '', paths }: Snapshot): string {
  return JSON.stringify([hostname, [...paths].sort()])
}

/** Members that are older by their own word than one that had arrived before. */
function interleavedIn(members: readonly ArrivedSnapshot[]): ArrivedSnapshot[] {
  let newest = Number.NEGATIVE_INFINITY
  return members.filter(({ time }) => {
    const isBetween = time < newest
    newest = Math.max(newest, time)
    return isBetween
  })
}

/** The largest group that arrived within a span. */
function densest(members: readonly ArrivedSnapshot[], spanMs: number): readonly ArrivedSnapshot[] {
  let best: readonly ArrivedSnapshot[] = []
  let from = 0
  for (const [to, { receivedAt }] of members.entries()) {
    while (receivedAt - (members[from]?.receivedAt ?? receivedAt) > spanMs) from += 1
    if (to + 1 - from > best.length) best = members.slice(from, to + 1)
  }
  return best
}

function cluster(burst: readonly ArrivedSnapshot[], why: string, suspects: Set<string>): VaultFinding {
  for (const { snapshot } of burst) suspects.add(snapshot.id)
  const [first] = burst
  const ids = burst.slice(0, 5).map(({ snapshot }) => snapshot.id.slice(0, 8))
  return finding(
    'clustered',
    `snapshots/${first?.snapshot.id ?? ''}`,
    `${burst.length} snapshots of ${first?.snapshot.hostname ?? 'one host'} ${why}: ${ids.join(', ')}${burst.length > 5 ? ' …' : ''}.`,
    'Such snapshots push real ones out of a retention that counts. Keep by spans of receive time, and look at the client.',
  )
}
