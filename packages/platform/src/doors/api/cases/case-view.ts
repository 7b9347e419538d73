import { z } from '@hono/zod-openapi'

import {
  type CaseState,
  missingForRelease,
  stageOf,
  unitContentHash,
  unitStages,
  type UnitState,
} from '../../../core/case/index.ts'
import type { CaseSnapshot } from './case-reader.ts'

export const CaseId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
  .openapi({ param: { name: 'case', in: 'path' }, example: '2026-03-ransomware' })

const Digest = z.string().regex(/^[0-9a-f]{64}$/)
const Count = z.int().min(0)
const Time = z.string().openapi({ format: 'date-time' })

export const CaseSummary = z
  .object({
    case: z.string(),
    title: z.string(),
    status: z.enum(['declared', 'closed']),
    exercise: z.boolean(),
    declaredAt: Time,
    seq: Count.openapi({ description: 'Number of the last entry that this answer knows' }),
    asOf: Time.openapi({ description: 'Time of that entry' }),
    units: Count,
    released: Count,
  })
  .openapi('CaseSummary')

const Unit = z
  .object({
    unit: z.string(),
    stage: z.enum(unitStages),
    files: Count,
    bytes: Count,
    quarantined: Count,
    caseReview: Count,
    contentHash: Digest.openapi({ description: 'What an approval of this unit signs now' }),
    manifestDigest: Digest.optional(),
    ruleSetDigest: Digest.optional(),
    approvals: z.array(z.object({ person: z.string(), role: z.string(), keyId: z.string() })),
    missing: z.array(z.string()).openapi({
      description: 'What is missing for the release, supposing the recorded files and rules are unchanged',
    }),
    releasedAt: Time.optional(),
    override: z
      .object({
        skips: z.array(z.string()),
        people: z.array(z.string()),
        alone: z.boolean(),
        reason: z.string(),
        until: Time,
        used: z.boolean().openapi({ description: 'The unit went out on it' }),
      })
      .optional()
      .openapi({ description: 'Operators hold the gate open by hand: their statement, no proof' }),
    handedBackAt: Time.optional(),
  })
  .openapi('Unit')

export const CaseView = CaseSummary.omit({ units: true, released: true })
  .extend({
    services: z.array(z.string()),
    onset: z.object({ from: Time, to: Time }).optional(),
    isolation: z.object({ at: Time, systems: z.array(z.string()), proof: Digest }).optional(),
    approvers: z.array(z.object({ person: z.string(), role: z.string(), keyId: z.string() })),
    passkeys: z.array(
      z.object({
        person: z.string(),
        roles: z.array(z.string()),
        keyId: z.string(),
        vouchedBy: z.array(z.string()),
        genesis: z.string().optional(),
        revoked: z.boolean(),
      }),
    ),
    unprovenUpdates: Count.openapi({
      description: 'Publications in the log that lack signatures: nobody is shown them',
    }),
    units: z.array(Unit),
    updates: z.array(
      z.object({
        update: z.string(),
        at: Time,
        asOf: Time,
        nextBy: Time,
        text: z.object({ en: z.string(), de: z.string() }),
      }),
    ),
  })
  .openapi('Case')

export function caseSummary(snapshot: CaseSnapshot): z.infer<typeof CaseSummary> {
  const units = [...snapshot.state.units.values()]
  const released = units.filter((unit) => unit.released !== undefined).length
  return { ...headOf(snapshot), units: units.length, released }
}

export function caseView(snapshot: CaseSnapshot): z.infer<typeof CaseView> {
  const { state } = snapshot
  return {
    ...headOf(snapshot),
    services: [...state.services],
    ...(state.onset && { onset: state.onset }),
    ...(state.isolation && { isolation: { ...state.isolation, systems: [...state.isolation.systems] } }),
    approvers: [...state.approvers.values()].map(({ person, role, keyId }) => ({ person, role, keyId })),
    passkeys: [...state.credentials.values()].map((key) => ({
      person: key.person,
      roles: [...key.roles],
      keyId: key.keyId,
      vouchedBy: [...key.vouchedBy],
      ...(key.genesis !== undefined && { genesis: key.genesis }),
      revoked: state.revoked.has(key.keyId),
    })),
    unprovenUpdates: snapshot.desk.unproven,
    units: [...state.units.values()].map((unit) => unitView(state, unit)),
    updates: state.updates.map(({ update, at, asOf, nextBy, text }) => ({ update, at, asOf, nextBy, text })),
  }
}

function headOf({ state, seq, asOf }: CaseSnapshot) {
  const { id, title, exercise, declaredAt = '' } = state
  const status: 'closed' | 'declared' = state.status === 'closed' ? 'closed' : 'declared'
  return { case: id, title, status, exercise, declaredAt, seq, asOf }
}

/**
 * Views of units that did not change since: a case has thousands, an entry changes one of them. What else a view
 * depends on stands beside it.
 */
const known = new WeakMap<
  UnitState,
  {
    readonly caseId: string
    readonly isolation: CaseState['isolation']
    readonly queue: unknown
    readonly view: z.infer<typeof Unit>
  }
>()

function unitView(state: CaseState, unit: UnitState): z.infer<typeof Unit> {
  const { id: caseId, isolation } = state
  const queue = state.queues.get(unit.unit)
  const before = known.get(unit)
  if (before?.caseId === caseId && before.isolation === isolation && before.queue === queue)
    return before.view
  const view = freshView(state, unit)
  known.set(unit, { caseId, isolation, queue, view })
  return view
}

function freshView(state: CaseState, unit: UnitState): z.infer<typeof Unit> {
  const { chosen, restored, scanned, released, handedBack, override } = unit
  return {
    unit: unit.unit,
    stage: stageOf(unit),
    files: restored?.files ?? chosen?.files ?? 0,
    bytes: restored?.bytes ?? chosen?.bytes ?? 0,
    quarantined: unit.quarantined,
    caseReview: unit.caseReview,
    contentHash: unitContentHash(state.id, unit),
    ...(restored && { manifestDigest: restored.manifestDigest }),
    ...(scanned && { ruleSetDigest: scanned.ruleSetDigest }),
    approvals: unit.approvals.map(({ person, role, keyId }) => ({ person, role, keyId })),
    missing: released === undefined ? missingByCase(state, unit) : [],
    ...(released && { releasedAt: released.at }),
    ...(override && {
      override: {
        skips: [...override.skips],
        people: [...override.people],
        alone: override.alone === true,
        reason: override.reason,
        until: override.until,
        used: released?.override === override.request,
      },
    }),
    ...(handedBack && { handedBackAt: handedBack.at }),
  }
}

/** By the case alone: the release itself measures the files that lie ready and the rules in force. */
function missingByCase(state: CaseState, unit: UnitState): string[] {
  return missingForRelease(state, unit, {
    manifestDigest: unit.restored?.manifestDigest ?? '',
    ruleSetDigest: unit.scanned?.ruleSetDigest ?? '',
    files: unit.restored?.files ?? -1,
  })
}
