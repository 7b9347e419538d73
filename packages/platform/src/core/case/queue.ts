import { createHash } from 'node:crypto'

import { canonicalJson, type Json } from '../evidence/index.ts'
import type { EventOf } from './events.ts'
import type { QueueOutcome, QueuedGroup } from './queued-group.ts'

/** What one person decided about one group. */
export type Vote = Omit<EventOf<'unit.decided'>, 'facts' | 'type' | 'signature'> & {
  readonly at: string
  /** What the group was then, as `shownDigest` names it. */
  readonly shown: string
  /** The request under which a passkey signed it. */
  readonly request?: string
}

/** The last recorded queue of a unit, and everything that people said about its groups. */
export interface UnitQueueState {
  readonly digest: string
  readonly windowHours: number
  readonly groups: ReadonlyMap<string, QueuedGroup>
  /** By group, then person: the last word of each. Votes on facts that are in no group any more wait and count for nothing. */
  readonly votes: ReadonlyMap<string, ReadonlyMap<string, Vote>>
  /** SHA-256 of every decision that was signed: each counts once, or an old one would undo what a person said later. */
  readonly said: ReadonlySet<string>
}

export type Standing =
  | { readonly kind: 'open' }
  /** One person for it, another one is needed. */
  | { readonly kind: 'halfSigned'; readonly outcome: QueueOutcome }
  /** Different people said different things; nothing counts until they agree. */
  | { readonly kind: 'contested' }
  | {
      readonly kind: 'decided'
      readonly outcome: QueueOutcome
      /** The tenant said so, to the people who signed. */
      readonly askedByTenant: boolean
      readonly reason: string
      readonly people: readonly string[]
    }

/** What can be decided about a group. Nothing ever releases what an engine calls infected, or what it did not judge. */
export function possibleOutcomes({ held, hasPrevious }: QueuedGroup): readonly QueueOutcome[] {
  if (held === undefined)
    return ['takeNewest', ...(hasPrevious ? (['takePrevious'] as const) : []), 'leaveOut']
  const isReleasable = held.verdict !== 'infected' && held.sha256 !== null && judgedCauses.has(held.cause)
  return isReleasable ? ['release', 'leaveOut'] : ['leaveOut']
}

/** An engine looked and could not say "clean". Timeouts and crashes are no judgement: those are scanned again. */
const judgedCauses: ReadonlySet<string> = new Set([
  'suspicious',
  'limitExceeded',
  'encryptedContainer',
  'unparseable',
])

/** Two for whatever goes against advice: the newest version of what is not plainly good, and all that was held back. */
export function signaturesNeeded(group: QueuedGroup, outcome: QueueOutcome): 1 | 2 {
  if (outcome === 'release') return 2
  return outcome === 'takeNewest' && group.class >= 'N3' ? 2 : 1
}

/**
 * Names what makes a group dangerous. The digest of the facts is what whoever recorded the queue says; a vote counts
 * only as long as the group under that digest is the one that the case held when the person spoke.
 */
export function shownDigest({ class: one, hasPrevious, held }: QueuedGroup): string {
  const shown = { class: one, hasPrevious, held: held ?? null }
  return createHash('sha256')
    .update(canonicalJson(shown as unknown as Json))
    .digest('hex')
}

/** How far the decision about a group is. */
export function standingOf(group: QueuedGroup, queue: UnitQueueState): Standing {
  const said = queue.votes.get(group.facts)
  if (said === undefined) return { kind: 'open' }
  const shown = shownDigest(group)
  const votes = [...said.values()].filter((vote) => vote.shown === shown)
  const [first] = votes
  if (first === undefined) return { kind: 'open' }
  const { outcome } = first
  if (votes.some((vote) => vote.outcome !== outcome)) return { kind: 'contested' }
  const isEnough =
    signaturesNeeded(group, outcome) === 1 ||
    votes.some((one) => votes.some((other) => one.person !== other.person && one.keyId !== other.keyId))
  if (!isEnough) return { kind: 'halfSigned', outcome }
  return {
    kind: 'decided',
    outcome,
    askedByTenant: votes.some(({ askedByTenant }) => askedByTenant === true),
    reason: first.reason,
    people: votes.map(({ person }) => person),
  }
}

/** A group and what was decided about it, with every signature that it needs. */
export interface Decided {
  readonly group: QueuedGroup
  readonly outcome: QueueOutcome
  readonly askedByTenant: boolean
  readonly reason: string
}

/** All complete decisions of a unit on its present facts. */
export function decidedGroups(queue: UnitQueueState | undefined): readonly Decided[] {
  return [...(queue?.groups.values() ?? [])].flatMap((group) => {
    const standing = queue === undefined ? undefined : standingOf(group, queue)
    if (standing?.kind !== 'decided') return []
    const { outcome, askedByTenant, reason } = standing
    return [{ group, outcome, askedByTenant, reason }]
  })
}

/** Names exactly what was decided; undefined when nothing was. A plan says which decisions it follows with it. */
export function decisionsDigest(decided: readonly Decided[]): string | undefined {
  if (decided.length === 0) return undefined
  const lines = decided.map(
    ({ group, outcome, askedByTenant }) => `${group.facts} ${outcome} ${askedByTenant}\n`,
  )
  return createHash('sha256').update(lines.toSorted().join('')).digest('hex')
}

/** How many groups of a unit are how far. */
export interface QueueLength {
  /** Nobody has said anything, and somebody has to. */
  readonly open: number
  readonly halfSigned: number
  readonly contested: number
  readonly decided: number
}

export function queueLength(queue: UnitQueueState | undefined): QueueLength {
  const length = { open: 0, halfSigned: 0, contested: 0, decided: 0 }
  if (queue === undefined) return length
  for (const group of queue.groups.values()) {
    const { kind } = standingOf(group, queue)
    if (kind !== 'open' || group.needsPerson) length[kind] += 1
  }
  return length
}

/** What the queue of a unit keeps its gate shut for. Without a queue, nothing. */
export function missingInQueue(
  queue: UnitQueueState | undefined,
  unit: { readonly chosen?: EventOf<'unit.restorePointsChosen'>; readonly scanned?: EventOf<'unit.scanned'> },
): string[] {
  const { halfSigned, contested } = queueLength(queue)
  const unseen = [...(queue?.groups.values() ?? [])].filter(
    (group) => queue !== undefined && isUnseen(group, queue),
  )
  const decided = decidedGroups(queue)
  const released = new Set(
    decided.flatMap(({ group, outcome }) => (outcome === 'release' ? [group.facts] : [])),
  )
  const conditions: [boolean, string][] = [
    [unseen.length === 0, `a decision on ${unseen.length} programs, scripts or rules from the risk window`],
    [halfSigned === 0, `a second signature on ${halfSigned} decisions of the case queue`],
    [
      contested === 0,
      `agreement on ${contested} groups of the case queue about which people decided differently`,
    ],
    [
      unit.chosen === undefined || unit.chosen.decisions === decisionsDigest(decided),
      'a plan that follows all decisions of the case queue, and its run',
    ],
    [
      (unit.scanned?.decisions ?? []).every((facts) => released.has(facts)),
      'two signatures for every file that no engine calls clean',
    ],
  ]
  return conditions.flatMap(([holds, what]) => (holds ? [] : [what]))
}

/** The plan lets the newest version of a program or rule in, and nobody has looked at it. */
function isUnseen(group: QueuedGroup, queue: UnitQueueState): boolean {
  const needsLook = group.class >= 'N5' && group.held === undefined && group.planned === 'newest'
  return needsLook && group.needsPerson && standingOf(group, queue).kind === 'open'
}

/**
 * True when two people released exactly this content at exactly this place. `says` is what the engine says now; when
 * it says something else than they were shown, their decision is on other facts.
 */
export function isReleased(
  queue: UnitQueueState | undefined,
  decision: string,
  file: {
    readonly item: string
    readonly sha256: string
    readonly says?: { readonly cause: string; readonly detail: string }
  },
): boolean {
  const group = queue?.groups.get(decision)
  if (queue === undefined || group?.held === undefined) return false
  const { held } = group
  const standing = standingOf(group, queue)
  if (standing.kind !== 'decided' || standing.outcome !== 'release') return false
  const { says } = file
  const isSame = says === undefined || (says.cause === held.cause && says.detail === held.detail)
  return isSame && held.sha256 === file.sha256 && held.items.includes(file.item)
}
