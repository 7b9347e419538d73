import type { Repository } from '@anlauf/repository'

import { type Decided, decisionsDigest } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { HistoryReport, JudgedFile, JudgedVersion } from '../../detect/index.ts'
import { itemId } from '../case-facts.ts'
import { outcomeKey } from '../journal.ts'
import type { LeftOut, PlanItem, RecoveryPlan, UnitPlan } from '../plan.ts'
import { type PlanOptions, planRecovery } from '../plan-recovery.ts'
import { buildQueue } from './build-queue.ts'
import type { QueueItem } from './queue-group.ts'
import type { RiskWindow } from './risk-window.ts'

export interface DecidedPlan {
  readonly plan: PlanOptions
  /** By unit. */
  readonly decided: ReadonlyMap<string, readonly Decided[]>
  /** The window of the recorded queue. */
  readonly window: RiskWindow | undefined
  readonly onFile?: () => void
}

/**
 * The second pass: a plan up to the shutdown that follows what people decided. Decisions replace what detection says
 * of the newest version, before anything is chosen: groups of files that belong together, mail lists and order follow
 * from it as always. The queue is made anew first; a decision about facts that are not in it any more is refused.
 * Throws `queue-outdated`.
 */
export async function planWithDecisions(
  repository: Repository,
  report: HistoryReport,
  options: DecidedPlan,
): Promise<RecoveryPlan> {
  const { decided } = options
  const { order: _order, ...unordered } = options.plan
  const { signal } = options.plan
  const base = await planRecovery(repository, report, unordered)
  const queue = await buildQueue(repository, report, {
    plan: base,
    window: options.window,
    withConvicted: true,
    ...(signal && { signal }),
    ...(options.onFile && { onFile: options.onFile }),
  })
  const planned = new Map(base.units.flatMap(({ items }) => items.map((item) => [outcomeKey(item), item])))
  const wishes = wishesOf(new Map(queue.units.map(({ unit, groups }) => [unit, groups])), decided)
  const changing = new Map([...wishes].filter(([key, wish]) => !isTaken(planned.get(key), wish)))
  const plan = await planRecovery(repository, withWishes(report, changing), options.plan)
  return {
    ...plan,
    units: plan.units.map((unit) => {
      const followed = followWishes(unit, wishes)
      const mine = decided.get(unit.unit) ?? []
      const decisions = decisionsDigest(mine)
      return { ...followHeld(followed, mine), ...(decisions !== undefined && { decisions }) }
    }),
  }
}

/** What shall become of one file that changed near the incident. */
interface Wish {
  readonly decided: Decided
  readonly item: QueueItem
}

/** The plan does what is wished by itself: a version that lies under an encrypted one is the newest only to people. */
function isTaken(planned: PlanItem | undefined, { decided, item }: Wish): boolean {
  const { snapshot, contentKey } = item.newest
  return (
    decided.outcome === 'takeNewest' && planned?.snapshot === snapshot && planned.contentKey === contentKey
  )
}

function wishesOf(
  groups: ReadonlyMap<string, readonly { readonly facts: string; readonly items: readonly QueueItem[] }[]>,
  decided: DecidedPlan['decided'],
): ReadonlyMap<string, Wish> {
  const wishes = new Map<string, Wish>()
  for (const [unit, list] of decided) {
    const known = new Map(groups.get(unit)?.map((group) => [group.facts, group]))
    const changed = list.filter(({ group }) => group.held === undefined)
    const gone = changed.filter(({ group }) => !known.has(group.facts))
    if (gone.length > 0) throw outdated(unit, gone.length)
    for (const one of changed) {
      for (const item of known.get(one.group.facts)?.items ?? [])
        wishes.set(outcomeKey(item), { decided: one, item })
    }
  }
  return wishes
}

/** The report as it would be if detection had said what people said. */
function withWishes(report: HistoryReport, wishes: ReadonlyMap<string, Wish>): HistoryReport {
  const met = new Set<string>()
  const files = report.files.map((file) => {
    const key = outcomeKey(file)
    const wish = wishes.get(key)
    if (wish === undefined) return file
    met.add(key)
    return judgedAs(file, wish)
  })
  // Detection had nothing to say of a file that only gained a right to run.
  const rest = [...wishes].filter(([key]) => !met.has(key)).map(([, wish]) => judgedAs(unjudged(wish), wish))
  return { ...report, files: [...files, ...rest] }
}

function unjudged({ item: { host, path, newest } }: Wish): JudgedFile {
  const version: JudgedVersion = { snapshot: newest.snapshot, verdict: 'clean', reasons: [], score: 0 }
  return { host, path, tenant: '', role: 'victim', versions: [version], newestClean: newest.snapshot }
}

function judgedAs(file: JudgedFile, { decided, item }: Wish): JudgedFile {
  const last = file.versions.at(-1)
  if (last === undefined) return file
  const isTaken = decided.outcome === 'takeNewest'
  const said: JudgedVersion = {
    ...last,
    verdict: isTaken ? 'clean' : 'suspicious',
    reasons: [`a person decided: ${decided.reason}`],
  }
  const clean = isTaken ? item.newest : decided.outcome === 'takePrevious' ? item.previous : null
  return {
    ...file,
    role: 'victim',
    versions: [...file.versions.slice(0, -1), said],
    newestClean: clean?.snapshot ?? null,
  }
}

/** Gives what came of a wish its reason; what its group holds back keeps that one. */
function followWishes(unit: UnitPlan, wishes: ReadonlyMap<string, Wish>): UnitPlan {
  return {
    ...unit,
    items: unit.items.map((item) => {
      const wish = wishes.get(outcomeKey(item))
      const wanted = wish && (wish.decided.outcome === 'takeNewest' ? wish.item.newest : wish.item.previous)
      return wish === undefined || wanted?.contentKey !== item.contentKey
        ? item
        : asDecided(item, wish.decided)
    }),
    leftOut: unit.leftOut.map((one) => {
      const wish = wishes.get(outcomeKey(one))
      const isWished = wish?.decided.outcome === 'leaveOut' && one.reason === 'noCleanVersion'
      return isWished ? leftOutAs(one, wish.decided) : one
    }),
  }
}

/** What a run held back: released when two people said so, or left out; anything else stays as it is. */
function followHeld(unit: UnitPlan, decided: readonly Decided[]): UnitPlan {
  const held = decided.filter(({ group }) => group.held !== undefined)
  if (held.length === 0) return unit
  const ofItem = (item: PlanItem): Decided | undefined => {
    const id = itemId(item)
    return held.find(
      ({ group }) => group.held?.contentKey === item.contentKey && group.held.items.includes(id),
    )
  }
  const fates = unit.items.map((item) => ({ item, fate: ofItem(item) }))
  return {
    ...unit,
    items: fates.flatMap(({ item, fate }) =>
      fate === undefined ? [item] : fate.outcome === 'release' ? [asDecided(item, fate)] : [],
    ),
    leftOut: [
      ...unit.leftOut,
      ...fates.flatMap(({ item, fate }) => (fate?.outcome === 'leaveOut' ? [leftOutAs(item, fate)] : [])),
    ],
  }
}

function asDecided(item: PlanItem, { group, askedByTenant }: Decided): PlanItem {
  const { rejected, ...rest } = item
  return { ...rest, reason: reasonOf(askedByTenant), decision: group.facts, rejected }
}

function leftOutAs({ host, path }: PlanItem | LeftOut, { askedByTenant, reason }: Decided): LeftOut {
  return { host, path, reason: reasonOf(askedByTenant), why: reason }
}

function reasonOf(askedByTenant: boolean): 'tenantDecision' | 'reviewedByPerson' {
  return askedByTenant ? 'tenantDecision' : 'reviewedByPerson'
}

function outdated(unit: string, count: number): AnlaufError {
  return new AnlaufError(
    'queue-outdated',
    `${count} decisions about ${unit} are about facts that are not so any more.`,
    {
      hint: 'Backups or the plan changed since. Make the queue again with "anlauf recover queue make" and decide about what is new; what is as it was keeps its decisions.',
      context: { unit, count },
    },
  )
}
