import type { JudgedFile } from '../detect/index.ts'
import { outcomeKey } from './journal.ts'
import { isPlaceable, notPlaceable } from './placeable.ts'
import type { LeftOut, PlanItem, UnitPlan } from './plan.ts'

/** A plan while it is made: one entry per host and path, whatever series of snapshots named it how often. */
export interface PlanDraft {
  take(item: PlanItem): void
  leaveOut(leftOut: LeftOut): void
  /** True when something is restored to that path. */
  holds(place: { host: string; path: string }): boolean
  units(): readonly UnitPlan[]
}

type Entry = { readonly item: PlanItem } | { readonly leftOut: LeftOut }

/**
 * Starts an empty draft. Two series of one host can hold the same path (somebody changed what is backed up): the
 * newer version counts, unless any of the series called the file not clean at that time.
 */
export function planDraft(
  judged: readonly JudgedFile[],
  times: ReadonlyMap<string, bigint>,
  unitOf: (host: string, path: string) => string,
): PlanDraft {
  const histories = Map.groupBy(judged, outcomeKey)
  const entries = new Map<string, Entry>()
  const timeOf = (item: PlanItem): bigint => times.get(item.snapshot) ?? 0n

  function take(item: PlanItem): void {
    if (!isPlaceable(item)) return leaveOut(item)
    const key = outcomeKey(item)
    const tainted = (histories.get(key) ?? []).find((file) => !isCleanAt(file, timeOf(item), times))
    if (tainted !== undefined) return leaveOut(withoutCleanVersion(tainted))
    const known = entries.get(key)
    const isNewer = known === undefined || !('item' in known) || timeOf(item) > timeOf(known.item)
    if (isNewer) entries.set(key, { item })
  }
  function leaveOut(one: LeftOut | PlanItem): void {
    const leftOut = 'why' in one && isPlaceable(one) ? one : notPlaceable(one)
    const key = outcomeKey(leftOut)
    if (!entries.has(key)) entries.set(key, { leftOut })
  }

  return {
    take,
    leaveOut,
    holds(place) {
      const entry = entries.get(outcomeKey(place))
      return entry !== undefined && 'item' in entry
    },
    units() {
      const byUnit = Map.groupBy(entries.values(), (entry) => {
        const { host, path } = 'item' in entry ? entry.item : entry.leftOut
        return unitOf(host, path)
      })
      return [...byUnit]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([unit, list]) => ({
          unit,
          items: list.flatMap((entry) => ('item' in entry ? [entry.item] : [])),
          leftOut: list.flatMap((entry) => ('item' in entry ? [] : [entry.leftOut])),
        }))
    },
  }
}

/** What was said of the file last before a time; before the first judgement it is believed, as detection does. */
function isCleanAt({ versions }: JudgedFile, at: bigint, times: ReadonlyMap<string, bigint>): boolean {
  const last = versions.findLast(({ snapshot }) => (times.get(snapshot) ?? 0n) <= at)
  return last === undefined || last.verdict === 'clean'
}

function withoutCleanVersion({ host, path, versions }: JudgedFile): LeftOut {
  const why = versions.findLast(({ verdict }) => verdict !== 'clean')?.reasons.join('; ') ?? ''
  return { host, path, reason: 'noCleanVersion', why }
}
