import { type Repository, type Snapshot, timeToNanoseconds } from '@anlauf/repository'

import type { JudgedFile } from '../../detect/index.ts'
import { outcomeKey } from '../journal.ts'
import { isPlaceable, notPlaceable } from '../placeable.ts'
import { itemOf } from '../plan-item.ts'
import type { LeftOut, PlanItem, UnitPlan } from '../plan.ts'
import type { Place } from '../unit-folder.ts'
import { checkGroup } from './check-group.ts'
import { type Member, membersAt } from './members.ts'
import { type DeclaredGroups, type Group, type Groups, recogniseGroups } from './recognise.ts'

export interface GroupContext {
  readonly repository: Repository
  /** All that were judged, oldest first. */
  readonly snapshots: readonly Snapshot[]
  readonly judged: readonly JudgedFile[]
  readonly declared?: DeclaredGroups
  readonly signal?: AbortSignal
}

/**
 * Moves every group of which one member is not taken as it is now to the newest snapshot in which all of its members
 * are clean, none is missing that the attack took, and the group's own check passes. Then all members come from that
 * one snapshot; what did not exist yet is left out and named. A group without such a snapshot is left out as a
 * whole. Groups of which every member is taken as it is now stay as they are.
 */
export async function holdTogether(
  units: readonly UnitPlan[],
  context: GroupContext,
): Promise<readonly UnitPlan[]> {
  if (!units.some((unit) => touchedIn(unit).length > 0)) return units
  // A log that vanished with the attack stands in no plan, and still belongs to its database.
  const groups = recogniseGroups(placesOf(units, context.judged), context.declared)
  const held: UnitPlan[] = []
  for (const unit of units) held.push(await holdUnit(unit, groups, context))
  return held
}

function* placesOf(units: readonly UnitPlan[], judged: readonly JudgedFile[]): Generator<Place> {
  for (const { items, leftOut } of units) {
    yield* items
    yield* leftOut
  }
  yield* judged
}

function touchedIn({ items, leftOut }: UnitPlan): readonly Place[] {
  return [...items.filter(isTouched), ...leftOut.filter(({ reason }) => reason === 'noCleanVersion')]
}

async function holdUnit(unit: UnitPlan, groups: Groups, context: GroupContext): Promise<UnitPlan> {
  let [items, leftOut] = [unit.items, unit.leftOut]
  for (const group of new Set(touchedIn(unit).flatMap((place) => groups.of(place) ?? []))) {
    const isMember = ({ host, path }: Place): boolean => host === group.host && group.holds(path)
    const mine = items.filter(isMember)
    const resolved = await resolve(group, mine, context)
    if (resolved === undefined) continue
    const brought = new Set(resolved.items.map(outcomeKey))
    items = [...items.filter((item) => !isMember(item)), ...resolved.items]
    leftOut = [
      ...leftOut.filter((one) => !isMember(one) || !brought.has(outcomeKey(one))),
      ...resolved.leftOut,
    ]
  }
  return { ...unit, items, leftOut }
}

/** Not the newest version: an older one, or one that had vanished. */
function isTouched({ reason }: PlanItem): boolean {
  return reason !== 'newestClean' && reason !== 'unchangedSinceTrusted'
}

type Resolved = Pick<UnitPlan, 'items' | 'leftOut'>

/** Undefined when the newest snapshot that holds the group is sound: then nothing moves. */
async function resolve(
  group: Group,
  mine: readonly PlanItem[],
  context: GroupContext,
): Promise<Resolved | undefined> {
  const { repository, signal } = context
  const judged = context.judged.filter(({ host, path }) => host === group.host && group.holds(path))
  const times = new Map<string, bigint>(
    context.snapshots.map(({ id, time }) => [id, timeToNanoseconds(time)]),
  )
  const rejected: { snapshot: string; reason: string }[] = []
  const candidates = context.snapshots.filter(({ hostname }) => (hostname ?? '') === group.host).toReversed()
  for (const snapshot of candidates) {
    signal?.throwIfAborted()
    const found = await membersAt(repository, snapshot, group, signal)
    if (found.length === 0) continue
    const at = times.get(snapshot.id) ?? 0n
    const notes = new Set(judged.flatMap(({ role, path }) => (role === 'victim' ? [] : [path])))
    const members = found.filter(({ path }) => !notes.has(path))
    const blocker =
      notClean(judged, at, times) ??
      vanished(mine, members, at, times) ??
      (await checkGroup(group, members, repository))
    if (blocker === undefined) {
      return rejected.length === 0 ? undefined : taken(group, snapshot, members, { mine, rejected })
    }
    rejected.push({ snapshot: snapshot.id, reason: `${group.kind} ${group.name}: ${blocker}` })
  }
  return { items: [], leftOut: mine.map((item) => without(item, rejected.at(-1)?.reason ?? '')) }
}

/** A member that was last said not to be clean at that time; one that nobody judged never changed. */
function notClean(
  judged: readonly JudgedFile[],
  at: bigint,
  times: ReadonlyMap<string, bigint>,
): string | undefined {
  for (const { role, path, versions } of judged) {
    if (role !== 'victim') continue
    const last = versions.findLast(({ snapshot }) => (times.get(snapshot) ?? 0n) <= at)
    if (last !== undefined && last.verdict !== 'clean')
      return `${path}: ${last.reasons.join('; ') || last.verdict}`
  }
  return undefined
}

/** A member that the attack took away, and that this snapshot does not hold any more. */
function vanished(
  mine: readonly PlanItem[],
  members: readonly Member[],
  at: bigint,
  times: ReadonlyMap<string, bigint>,
): string | undefined {
  const there = new Set(members.map(({ path }) => path))
  const gone = mine.find(
    ({ reason, path, snapshot }) =>
      reason === 'restoredDeletedInWindow' && !there.has(path) && (times.get(snapshot) ?? 0n) < at,
  )
  return gone === undefined ? undefined : `${gone.path}: it vanished with the attack`
}

function taken(
  group: Group,
  snapshot: Snapshot,
  members: readonly Member[],
  { mine, rejected }: { mine: readonly PlanItem[]; rejected: PlanItem['rejected'] },
): Resolved {
  const items = members.map(({ path, node }) =>
    itemOf(group.host, path, node, snapshot.id, 'groupHeldBack', rejected),
  )
  const there = new Set(members.map(({ path }) => path))
  const younger = mine.filter(({ path }) => !there.has(path))
  return {
    items: items.filter(isPlaceable),
    leftOut: [
      ...items.filter((item) => !isPlaceable(item)).map(notPlaceable),
      ...younger.map(({ host, path }): LeftOut => ({
        host,
        path,
        reason: 'groupHeldBack',
        why: `It did not exist when its group was last whole (${snapshot.time}); ${rejected[0]?.reason ?? ''}`,
      })),
    ],
  }
}

function without({ host, path }: PlanItem, why: string): LeftOut {
  return { host, path, reason: 'noCleanVersion', why: `No backup holds its group whole; ${why}` }
}
