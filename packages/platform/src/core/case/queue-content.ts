import { createHash } from 'node:crypto'

import { canonicalJson } from '../evidence/index.ts'
import type { Content } from './identity-events.ts'
import type { QueuedClass, QueueOutcome } from './queued-group.ts'

/** A decision on groups of one class of the case queue, as a request carries it. */
export interface QueueContent {
  readonly class: QueuedClass
  readonly outcome: QueueOutcome
  /** Digests of the groups, sorted. */
  readonly facts: readonly string[]
  readonly reason: string
  readonly rule?: string
  readonly askedByTenant?: true
}

/** Names a content; what a request's `contentHash` is where the content travels with it. */
export function contentHash(content: Content): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}

const classes: readonly string[] = ['N1', 'N2', 'N3', 'N4', 'N5', 'N6']
const outcomes: readonly string[] = ['takeNewest', 'takePrevious', 'leaveOut', 'release']

/** The decision in a content; undefined when it has another form. */
export function queueContentOf(content: Content | undefined): QueueContent | undefined {
  const { class: one, outcome, facts, reason, rule, askedByTenant } = content ?? {}
  const isFormed =
    classes.includes(String(one)) &&
    outcomes.includes(String(outcome)) &&
    Array.isArray(facts) &&
    facts.every((digest) => typeof digest === 'string') &&
    typeof reason === 'string' &&
    reason.trim() !== '' &&
    (rule === undefined || typeof rule === 'string') &&
    (askedByTenant === undefined || askedByTenant === true)
  return isFormed ? (content as unknown as QueueContent) : undefined
}
