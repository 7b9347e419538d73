import type { Repository, Snapshot } from '@anlauf/repository'

import { alarmScore } from '../alarm/weights.ts'
import { type DetectOptions, seriesKey, tenantOf } from '../detect-history.ts'
import { changesBetween } from '../history/changes.ts'
import type { FeatureStore } from '../record/index.ts'
import type { Onset } from '../report.ts'
import type { Sign } from './evidence.ts'
import { defaultThresholds } from '../thresholds.ts'
import { endingOf } from '../validators/index.ts'
import { type Lead, lookAtNight, type TenantNight } from './night.ts'

export interface TriagedFile {
  readonly host: string
  readonly path: string
  readonly tenant: string
  readonly snapshot: string
  readonly score: number
  readonly signals: readonly Sign['signal'][]
}

export interface TriagedNight {
  readonly host: string
  readonly tenant: string
  readonly snapshot: string
  readonly score: number
  readonly changed: number
  readonly added: number
  readonly removed: number
  /** Files with at least one sign. */
  readonly leads: number
  /** Far more changes than on this tenant's nights before. */
  readonly isSurge: boolean
}

/** What deserves to be read, most urgent first; integers, milli-nats. */
export interface TriageReport {
  readonly files: readonly TriagedFile[]
  readonly nights: readonly TriagedNight[]
  /** A first estimate per tenant: where the signs of one night would raise the alarm. No verdict. */
  readonly onsets: readonly { readonly host: string; readonly tenant: string; readonly onset: Onset }[]
  readonly counters: {
    readonly snapshots: number
    readonly treesRead: number
    readonly filesSeen: number
    readonly changes: number
  }
}

export interface TriageOptions extends Pick<DetectOptions, 'place' | 'hosts' | 'thresholds' | 'signal'> {
  /** Records of versions; without them only names, sizes and counts are looked at. */
  readonly store?: FeatureStore
  readonly onProgress?: (progress: { done: number; total: number }) => void
}

/** Enough to begin with; bounds memory, whatever an attacker did. */
const mostFiles = 1000
const mostNights = 1000
const surge = { times: 8, files: 50, score: 1_500 } as const

/**
 * Ranks files, tenants and snapshots of a repository by what trees, index and records say, without reading a data
 * pack: content statistics from records (T4, T5, type lost), mass renames (T8), equal growth (T9), the same new
 * text in many folders (T10), surges. Signs are no verdicts: `detectHistory` reads and judges. Throws what
 * `detectHistory` throws for damaged trees.
 */
export async function triageHistory(
  repository: Repository,
  options: TriageOptions = {},
): Promise<TriageReport> {
  const all = await repository.listSnapshots()
  await repository.loadIndex()
  const wanted = all.filter(
    ({ hostname }) => options.hosts === undefined || options.hosts.includes(hostname ?? ''),
  )
  const found = {
    files: [] as TriagedFile[],
    nights: [] as TriagedNight[],
    onsets: [] as TriageReport['onsets'][number][],
  }
  const counts = { treesRead: 0, filesSeen: 0, changes: 0 }
  let done = 0
  for (const members of Map.groupBy(wanted, seriesKey).values()) {
    await triageSeries(repository, members, options, {
      found,
      counts,
      onNight: () => options.onProgress?.({ done: (done += 1), total: wanted.length }),
    })
  }
  return {
    files: found.files.sort(byScore).slice(0, mostFiles),
    nights: found.nights.sort(byScore).slice(0, mostNights),
    onsets: found.onsets,
    counters: { snapshots: wanted.length, ...counts },
  }
}

interface Findings {
  readonly found: {
    files: TriagedFile[]
    nights: TriagedNight[]
    readonly onsets: TriageReport['onsets'][number][]
  }
  readonly counts: { treesRead: number; filesSeen: number; changes: number }
  readonly onNight: () => void
}

async function triageSeries(
  repository: Repository,
  members: readonly Snapshot[],
  options: TriageOptions,
  { found, counts, onNight }: Findings,
): Promise<void> {
  const limits = { ...defaultThresholds, ...options.thresholds }
  const host = members[0]?.hostname ?? ''
  const endings = new Set<string>()
  const usual = new Map<string, number[]>()
  const begun = new Set<string>()
  let previous: Snapshot | undefined
  for (const snapshot of members) {
    const changes = await changesBetween(repository, previous?.tree, snapshot, counts, options.signal)
    counts.changes += changes.added.length + changes.modified.length + changes.removed.length
    if (previous !== undefined) {
      const nights = lookAtNight(changes, {
        tenantOf: (path) => tenantOf(options, host, path),
        knows: (ending) => endings.has(ending),
        store: options.store,
        limits,
      })
      for (const night of nights) {
        const triaged = weigh(night, { host, snapshot: snapshot.id, usual })
        if (triaged.score > 0) found.nights.push(triaged)
        found.files.push(...night.leads.map((lead) => triagedFile(lead, triaged)))
        if (begun.has(night.tenant) || !isAlarming(night, limits.alarmConvictions)) continue
        begun.add(night.tenant)
        const onset = { after: previous.id, before: snapshot.id, from: previous.time, to: snapshot.time }
        found.onsets.push({ host, tenant: night.tenant, onset })
      }
      if (found.files.length > 8 * mostFiles) found.files = found.files.sort(byScore).slice(0, mostFiles)
      if (found.nights.length > 8 * mostNights) found.nights = found.nights.sort(byScore).slice(0, mostNights)
    }
    for (const { path } of changes.added) endings.add(endingOf(path))
    previous = snapshot
    onNight()
  }
}

function weigh(
  night: TenantNight,
  { host, snapshot, usual }: { host: string; snapshot: string; usual: Map<string, number[]> },
): TriagedNight {
  const { tenant, changed, added, removed, leads } = night
  const work = changed + removed
  const before = usual.get(tenant) ?? []
  const median = before.toSorted((a, b) => a - b)[before.length >> 1]
  usual.set(tenant, [...before, work].slice(-30))
  const isSurge = median !== undefined && work > median * surge.times + surge.files
  const signs = leads.reduce((sum, lead) => sum + scoreOf(lead), 0)
  const score = signs + (isSurge ? surge.score : 0)
  return { host, tenant, snapshot, score, changed, added, removed, leads: leads.length, isSurge }
}

function isAlarming({ leads }: TenantNight, fewest: number): boolean {
  return leads.length >= fewest && leads.reduce((sum, lead) => sum + scoreOf(lead), 0) >= alarmScore
}

function triagedFile(lead: Lead, { host, tenant, snapshot }: TriagedNight): TriagedFile {
  const signals = lead.signs.map(({ signal }) => signal)
  return { host, path: lead.path, tenant, snapshot, score: scoreOf(lead), signals }
}

function scoreOf({ signs }: Lead): number {
  return signs.reduce((sum, { score }) => sum + score, 0)
}

function byScore(a: { score: number; snapshot: string }, b: { score: number; snapshot: string }): number {
  return b.score - a.score || (a.snapshot < b.snapshot ? -1 : a.snapshot > b.snapshot ? 1 : 0)
}
