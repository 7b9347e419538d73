import { eventOf } from '../../../core/case/index.ts'
import type { Entry } from '../../../core/evidence/index.ts'
import {
  itemId,
  type ManifestLine,
  type PlanItem,
  type ReasonCode,
  type UnitPlan,
} from '../../recover/index.ts'

/** A file that came back in an older version than the newest one, or that came back at all after it vanished. */
export interface OlderFile {
  readonly host: string
  readonly path: string
  readonly reason: ReasonCode
  readonly snapshot: string
  /** Time of that restore point; null when the repository does not know it any more. */
  readonly takenAt: string | null
  /** How much younger the newest version is that was not taken; null when there is none, or its time is not known. */
  readonly olderBySeconds: number | null
  readonly newerVersions: readonly { readonly snapshot: string; readonly reason: string }[]
}

/** A file that is not part of the hand-back. */
export interface MissingFile {
  readonly host: string
  readonly path: string
  readonly reason:
    | 'noCleanVersion'
    | 'excludedByRule'
    | 'groupHeldBack'
    | 'wholeSnapshot'
    | 'notNeeded'
    | 'reviewedByPerson'
    | 'tenantDecision'
    | 'infected'
    | 'caseReview'
    | 'notRestored'
  readonly why: string
}

/** A file that is there because people decided so: written near the attack, or not called clean by a scanner. */
export interface ReviewedFile {
  readonly host: string
  readonly path: string
  readonly reason: ReasonCode
  readonly snapshot: string
  readonly verdict: ManifestLine['verdict']
  /** Digest of the facts that were signed; the case's evidence has the signatures. */
  readonly decision: string
}

export interface Deviations {
  readonly reviewed: readonly ReviewedFile[]
  readonly older: readonly OlderFile[]
  readonly missing: readonly MissingFile[]
}

/**
 * Everything of a unit that is not as it was in the newest backup, with its reason: the plan says what was not
 * taken, the manifest what came through, the case's entries why the rest did not. Times are by snapshot id.
 */
export function deviationsOf(parts: {
  readonly plan: UnitPlan
  readonly manifest: readonly ManifestLine[]
  readonly entries: readonly Entry[]
  readonly times: ReadonlyMap<string, string>
}): Deviations {
  const { plan, manifest, times } = parts
  const lines = new Map(manifest.map((line) => [placeKey(line), line]))
  const held = heldItems(parts.entries, plan.unit)
  const older = plan.items.flatMap((item): OlderFile[] => {
    const line = lines.get(placeKey(item))
    if (line === undefined || isNewest(item)) return []
    const { host, path, reason, snapshot, rejected } = item
    const newest = newestOf(times, rejected)
    const age = Math.round((newest - momentOf(times, snapshot)) / 1000)
    const olderBySeconds = Number.isFinite(age) ? age : null
    const takenAt = times.get(snapshot) ?? null
    return [{ host, path, reason, snapshot, takenAt, olderBySeconds, newerVersions: rejected }]
  })
  const heldBack = plan.items
    .filter((item) => !lines.has(placeKey(item)))
    .map(({ host, path }) => ({ host, path, ...(held.get(itemId({ host, path })) ?? notRestored) }))
  const reviewed = plan.items.flatMap((item): ReviewedFile[] => {
    const line = lines.get(placeKey(item))
    const { host, path, reason, snapshot, decision } = item
    if (line === undefined || decision === undefined) return []
    return [{ host, path, reason, snapshot, verdict: line.verdict, decision }]
  })
  return { older, missing: [...plan.leftOut, ...heldBack].toSorted(byPlace), reviewed }
}

const notRestored = { reason: 'notRestored' as const, why: 'no entry of the case says why' }

/** What people let through is the newest version, unless newer ones were rejected. */
function isNewest({ reason, rejected }: PlanItem): boolean {
  if (reason === 'unchangedSinceTrusted' || reason === 'newestClean') return true
  return (reason === 'reviewedByPerson' || reason === 'tenantDecision') && rejected.length === 0
}

/** What the last restore of a unit held back, by item. */
function heldItems(
  entries: readonly Entry[],
  unit: string,
): ReadonlyMap<string, Pick<MissingFile, 'reason' | 'why'>> {
  const held = new Map<string, Pick<MissingFile, 'reason' | 'why'>>()
  for (const entry of entries) {
    const event = eventOf(entry)
    if (event === undefined || !('unit' in event) || event.unit !== unit) continue
    if (event.type === 'unit.restored') held.clear()
    if (event.type === 'item.quarantined') {
      held.set(event.item, { reason: 'infected', why: event.rules.join(', ') })
    }
    if (event.type === 'item.sentToReview') held.set(event.item, { reason: 'caseReview', why: event.cause })
  }
  return held
}

/** A restore point that is gone from the repository says nothing about the others. */
function newestOf(times: ReadonlyMap<string, string>, versions: OlderFile['newerVersions']): number {
  return versions.reduce((newest, { snapshot }) => {
    const moment = momentOf(times, snapshot)
    return moment > newest ? moment : newest
  }, Number.NEGATIVE_INFINITY)
}

function momentOf(times: ReadonlyMap<string, string>, snapshot: string): number {
  return Date.parse(times.get(snapshot) ?? '')
}

function placeKey({ host, path }: { readonly host: string; readonly path: string }): string {
  return `${host}\0${path}`
}

function byPlace(a: MissingFile, b: MissingFile): number {
  return placeKey(a) < placeKey(b) ? -1 : 1
}
