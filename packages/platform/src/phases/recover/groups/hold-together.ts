import { type Repository, type Snapshot, timeToNanoseconds } from '@anlauf/repository'

import type { JudgedFile } from '../../detect/index.ts'
import { outcomeKey } from '../journal.ts'
import { isPlaceable, notPlaceable } from '../placeable.ts'
import { itemOf } from '../plan-item.ts'
import type { LeftOut, PlanItem, UnitPlan } from '../plan.ts'
import type { Place } from '../unit-folder.ts'
import { checkGroup } from './check-group.ts'
import { maxMembers, type Member, membersAt } from './members.ts'
import { type DeclaredGroups, type Group, type Groups, recogniseGroups } from './recognise.ts'

export interface GroupContext {
  readonly repository: Repository
  /** All that were judged, oldest first. */
  readonly snapshots: readonly Snapshot[]
  readonly judged: readonly JudgedFile[]
  readonly declared?: DeclaredGroups
  /** Whose data a path is. */
  readonly unitOf: (host: string, path: string) => string
  readonly signal?: AbortSignal
}

/**
 * Moves every group of which one member is not taken as it is now to the newest snapshot in which all of its members
 * are clean, none is missing that the attack took, and the group's own check passes. Then all members come from that
 * one snapshot, each in the unit whose data it is; what did not exist yet is left out and named. A group without such
 * a snapshot is left out as a whole. Groups of which every member is taken as it is now stay as they are.
 */
export async function holdTogether(
  units: readonly UnitPlan[],
  context: GroupContext,
): Promise<readonly UnitPlan[]> {
  const touched = units.flatMap(touchedIn)
  if (touched.length === 0) return units
  // A log that vanished with the attack stands in no plan, and still belongs to its database.
  const groups = recogniseGroups(placesOf(units, context.judged), context.declared)
  const members = membersOf(
    new Set(touched.flatMap((place) => groups.of(place) ?? [])),
    groups,
    units,
    context,
  )
  const moved = new Map<Group, Resolved>()
  for (const [group, mine] of members) {
    const resolved = await resolve(group, mine, context)
    if (resolved !== undefined) moved.set(group, resolved)
  }
  return moved.size === 0 ? units : replaced(units, moved, groups, context)
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

/** Not the newest version: an older one, or one that had vanished. */
function isTouched({ reason }: PlanItem): boolean {
  return reason !== 'newestClean' && reason !== 'unchangedSinceTrusted'
}

/** What is known of a group's members: what the plan takes of them in any unit, and what detection said. */
interface Known {
  readonly planned: PlanItem[]
  readonly judged: JudgedFile[]
}

function membersOf(
  touched: ReadonlySet<Group>,
  groups: Groups,
  units: readonly UnitPlan[],
  { judged }: GroupContext,
): ReadonlyMap<Group, Known> {
  const members = new Map<Group, Known>([...touched].map((group) => [group, { planned: [], judged: [] }]))
  const known = (place: Place): Known | undefined => {
    const group = groups.of(place)
    return group === undefined ? undefined : members.get(group)
  }
  for (const { items } of units) for (const item of items) known(item)?.planned.push(item)
  for (const file of judged) known(file)?.judged.push(file)
  return members
}

/** A group may lie across units: each gets the members that are its data, and no others. */
function replaced(
  units: readonly UnitPlan[],
  moved: ReadonlyMap<Group, Resolved>,
  groups: Groups,
  { unitOf }: GroupContext,
): readonly UnitPlan[] {
  const isMoved = (place: Place): boolean => {
    const group = groups.of(place)
    return group !== undefined && moved.has(group)
  }
  const all = [...moved.values()]
  const unitOfPlace = ({ host, path }: Place): string => unitOf(host, path)
  const items = Map.groupBy(
    all.flatMap((one) => one.items),
    unitOfPlace,
  )
  const leftOut = Map.groupBy(
    all.flatMap((one) => one.leftOut),
    unitOfPlace,
  )
  const brought = new Set(all.flatMap((one) => one.items.map(outcomeKey)))
  const names = new Set([...units.map(({ unit }) => unit), ...items.keys(), ...leftOut.keys()])
  const byName = new Map(units.map((unit) => [unit.unit, unit]))
  return [...names].sort().map((unit) => ({
    unit,
    items: [...(byName.get(unit)?.items ?? []).filter((item) => !isMoved(item)), ...(items.get(unit) ?? [])],
    leftOut: [
      ...(byName.get(unit)?.leftOut ?? []).filter((one) => !isMoved(one) || !brought.has(outcomeKey(one))),
      ...(leftOut.get(unit) ?? []),
    ],
  }))
}

type Resolved = Pick<UnitPlan, 'items' | 'leftOut'>

/** Undefined when the newest snapshot that holds the group is sound: then nothing moves. */
async function resolve(
  group: Group,
  { planned: mine, judged }: Known,
  context: GroupContext,
): Promise<Resolved | undefined> {
  const { repository, signal } = context
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
      tooMany(found) ??
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

function tooMany({ length }: readonly Member[]): string | undefined {
  return length <= maxMembers
    ? undefined
    : `it has more than ${maxMembers} files; the estate has to declare smaller groups`
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
  const planned = new Map(mine.map((item) => [item.path, item]))
  const items = members.map(({ path, node }) => {
    const item = itemOf(group.host, path, node, snapshot.id, 'groupHeldBack', rejected)
    const newest = planned.get(path)
    // What did not change since is not older than its newest version, whatever became of its group.
    const isSame = newest !== undefined && !isTouched(newest) && hasSameContent(item, newest)
    return isSame ? { ...item, reason: newest.reason, rejected: newest.rejected } : item
  })
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

function hasSameContent(one: PlanItem, other: PlanItem): boolean {
  return one.type === other.type && one.contentKey === other.contentKey && one.linkTarget === other.linkTarget
}

function without({ host, path }: PlanItem, why: string): LeftOut {
  return { host, path, reason: 'noCleanVersion', why: `No backup holds its group whole; ${why}` }
}
