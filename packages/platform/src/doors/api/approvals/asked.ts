import { randomBytes } from 'node:crypto'

import { z } from '@hono/zod-openapi'

import {
  type CaseState,
  type Command,
  type Content,
  contentHash,
  skippable,
  signaturesNeeded,
  unitContentHash,
} from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Principal } from '../access/principal.ts'

const Digest = z.string().regex(/^[0-9a-f]{64}$/)
const Name = z.string().min(1).max(200)
const hourMs = 60 * 60 * 1000

/** Whose word counts for data that goes back, whatever the plan says elsewhere. */
const releasingRoles = ['lead', 'deputy-lead', 'management', 'it', 'security', 'service-owner']

const common = {
  reason: z.string().min(1).max(2000),
  hours: z
    .number()
    .min(0.25)
    .max(72)
    .default(8)
    .openapi({ description: 'How long signatures are collected' }),
}

/** What people ask signatures for. Each kind says by itself how many it needs. */
export const AskBody = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('unit'), unit: Name, contentHash: Digest, ...common }),
    z.strictObject({
      kind: z.literal('queue'),
      unit: Name,
      class: z.enum(['N1', 'N2', 'N3', 'N4', 'N5', 'N6']),
      outcome: z.enum(['takeNewest', 'takePrevious', 'leaveOut', 'release']),
      facts: z.array(Digest).min(1).max(10_000),
      rule: z.string().min(1).max(200).optional(),
      askedByTenant: z.literal(true).optional(),
      ...common,
    }),
    z.strictObject({
      kind: z.literal('override'),
      unit: Name,
      contentHash: Digest.openapi({ description: 'Of the unit, as the case shows it' }),
      skips: z.array(z.enum(skippable)).min(1).max(skippable.length),
      holdsHours: z.number().min(0.25).max(4),
      alone: z
        .literal(true)
        .optional()
        .openapi({ description: 'Nobody else can be reached; counts after 15 minutes' }),
      ...common,
    }),
    z.strictObject({
      kind: z.enum(['stage', 'update', 'content']),
      name: Name,
      contentHash: Digest,
      quorum: z.int().min(1).max(10).default(2),
      roles: z.array(Name).max(20).default([]),
      distinctRoles: z.literal(true).optional(),
      authors: z.array(Name).max(20).default([]),
      facts: z
        .record(z.string().max(100), z.union([z.string().max(2000), z.number(), z.boolean()]))
        .optional()
        .openapi({ description: 'What signers are shown; it is kept with the request' }),
      tenants: z.array(Name).max(1000).default([]),
      services: z.array(Name).max(1000).default([]),
      audience: Name.optional(),
      ...common,
    }),
  ])
  .openapi('AskForApproval')

export type Ask = z.infer<typeof AskBody>
type RequestApproval = Extract<Command, { command: 'requestApproval' }>

/** The command of what somebody asks; the case decides whether it may be asked. */
export function requestOf(
  state: CaseState,
  ask: Ask,
  { by, now, origin }: { readonly by: Principal; readonly now: Date; readonly origin: string },
): RequestApproval {
  const { reason, hours } = ask
  const frame = {
    command: 'requestApproval' as const,
    request: randomBytes(16).toString('base64url'),
    reason,
    by: by.name,
    expiresAt: new Date(now.getTime() + hours * hourMs).toISOString(),
    origin,
  }
  if ('name' in ask) {
    const {
      kind,
      name,
      contentHash: hash,
      quorum,
      roles,
      distinctRoles,
      facts,
      tenants,
      services,
      audience,
    } = ask
    return {
      ...frame,
      subject: { kind, name },
      contentHash: hash,
      quorum,
      roles,
      // Nobody approves what the same person brought in.
      authors: [...new Set([...ask.authors, ...(by.kind === 'person' ? [by.name] : [])])],
      scope: { tenants, services, ...(audience !== undefined && { audience }) },
      ...(distinctRoles && { distinctRoles }),
      ...(facts && { content: facts }),
    }
  }
  const { unit } = ask
  const own = { roles: releasingRoles, authors: [], scope: { tenants: [unit], services: [] } }
  if (ask.kind === 'unit') {
    const { contentHash: hash } = ask
    return { ...frame, ...own, subject: { kind: 'unit', name: unit }, contentHash: hash, quorum: 2 }
  }
  const content = ask.kind === 'queue' ? queueContent(ask) : overrideContent(state, ask, now)
  return {
    ...frame,
    ...own,
    subject: { kind: ask.kind, name: unit },
    content,
    contentHash: contentHash(content),
    quorum: ask.kind === 'queue' ? signersOf(state, ask) : ask.alone === true ? 1 : 2,
  }
}

function queueContent(ask: Extract<Ask, { kind: 'queue' }>): Content {
  const { class: one, outcome, facts, reason, rule, askedByTenant } = ask
  return {
    class: one,
    outcome,
    facts: facts.toSorted(),
    reason,
    ...(rule !== undefined && { rule }),
    ...(askedByTenant && { askedByTenant }),
  }
}

function signersOf(state: CaseState, { unit, facts, outcome }: Extract<Ask, { kind: 'queue' }>): number {
  const groups = state.queues.get(unit)?.groups
  const needed = facts.map((digest) => {
    const group = groups?.get(digest)
    return group === undefined ? 2 : signaturesNeeded(group, outcome)
  })
  return Math.max(...needed)
}

function overrideContent(state: CaseState, ask: Extract<Ask, { kind: 'override' }>, now: Date): Content {
  const { unit, contentHash: seen, skips, holdsHours, alone } = ask
  const facts = state.units.get(unit)
  if (facts !== undefined && unitContentHash(state.id, facts) !== seen) {
    throw new AnlaufError('input-invalid', `What is known of ${unit} has changed since.`, {
      hint: 'Look at the present facts and ask for those.',
    })
  }
  const until = new Date(now.getTime() + holdsHours * hourMs).toISOString()
  return { facts: seen, skips: [...new Set(skips)].toSorted(), until, ...(alone && { alone }) }
}
