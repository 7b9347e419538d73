import { createHash } from 'node:crypto'

import {
  decidedGroups,
  type FactCommand,
  type QueuedClass,
  type QueuedGroup,
  type UnitQueueState,
} from '../../../core/case/index.ts'
import { itemId } from '../case-facts.ts'
import type { UnitQueue } from './build-queue.ts'
import { needsPerson, type QueueGroup } from './queue-group.ts'

/**
 * What a case records of a unit's queue: digests, hashes of places, and what engines said. `known` is what it holds
 * already: without a look into the clean room everything that was held back stays; with one, only that about which
 * people decided, because what was released or left out is not held back any more.
 */
export function queueFacts(
  { unit, groups }: UnitQueue,
  options: {
    readonly windowHours: number
    readonly known: UnitQueueState | undefined
    readonly hasLooked: boolean
  },
): readonly QueuedFact[] {
  const { windowHours, known, hasLooked } = options
  const fresh = groups.map(queuedGroup)
  const held = new Set(fresh.flatMap((group) => group.held?.items ?? []))
  const decided = new Set(decidedGroups(known).map(({ group }) => group.facts))
  const kept = [...(known?.groups.values() ?? [])].filter(
    (group) =>
      group.held !== undefined &&
      (!hasLooked || decided.has(group.facts)) &&
      !group.held.items.some((item) => held.has(item)),
  )
  const all = [...kept, ...fresh]
  const digest = createHash('sha256')
    .update(`${windowHours}\n${all.map(({ facts }) => `${facts}\n`).join('')}`)
    .digest('hex')
  return partsOf(all).map((groups, at) => ({
    type: 'unit.queued',
    unit,
    digest,
    windowHours,
    part: at + 1,
    groups,
  }))
}

type QueuedFact = Extract<FactCommand, { type: 'unit.queued' }>

/** An entry of the evidence log holds at most 1 MiB; a group takes about 160 bytes, one that was held back 70 more a place. */
const maxPartBytes = 400_000

/** At least one part, also of nothing: that nothing is in the queue is a fact too. */
function partsOf(groups: readonly QueuedGroup[]): readonly (readonly QueuedGroup[])[] {
  const parts: QueuedGroup[][] = [[]]
  let bytes = 0
  for (const group of groups) {
    const size = JSON.stringify(group).length
    if (bytes + size > maxPartBytes && bytes > 0) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(group)
    bytes += size
  }
  return parts
}

function queuedGroup(group: QueueGroup): QueuedGroup {
  const { facts, items, planned, held, contentKey } = group
  return {
    facts,
    // Nothing that did not change is in a queue.
    class: group.class as QueuedClass,
    files: items.length,
    planned,
    hasPrevious: items.every(({ previous }) => previous !== null),
    needsPerson: needsPerson(group),
    ...(held !== null && {
      held: { ...held, detail: held.detail.toWellFormed(), contentKey, items: items.map(itemId) },
    }),
  }
}
