import { z } from '@hono/zod-openapi'

import {
  type ApprovalRequest,
  approvalsIn,
  type CaseState,
  hasQuorum,
  present,
  standing,
  statusOf,
  unitContentHash,
} from '../../../core/case/index.ts'
import type { Principal } from '../access/principal.ts'
import type { CaseSnapshot } from '../cases/case-reader.ts'
import { mayReadRequest } from '../duties/may-read.ts'
import { type Fact, factsOf } from './facts.ts'

const Time = z.string().openapi({ format: 'date-time' })
const Digest = z.string().regex(/^[0-9a-f]{64}$/)
const Words = z.object({ de: z.string(), en: z.string() })
export const SubjectKind = z.enum([
  'unit',
  'queue',
  'override',
  'stage',
  'update',
  'content',
  'filing',
  'fact',
  'letters',
  'findings',
  'claim',
])

export const ApprovalRequestView = z
  .object({
    request: z.string(),
    subject: z.object({ kind: SubjectKind, name: z.string() }),
    status: z.enum(['open', 'approved', 'rejected', 'withdrawn', 'expired', 'void']),
    contentHash: Digest.openapi({ description: 'Names exactly what is approved' }),
    head: Digest.openapi({ description: 'Entry of the log under which everybody signs' }),
    facts: z
      .array(
        z.object({ id: z.string(), label: Words, value: z.union([z.string(), z.number(), z.boolean()]) }),
      )
      .openapi({ description: 'The content for people; empty when the case holds other facts by now' }),
    scope: z.object({
      tenants: z.array(z.string()),
      services: z.array(z.string()),
      audience: z.string().optional(),
    }),
    quorum: z.int(),
    missing: z.int().openapi({ description: 'How many people have to sign yet' }),
    roles: z.array(z.string()),
    distinctRoles: z.boolean(),
    authors: z.array(z.string()).openapi({ description: 'They wrote it and do not count' }),
    reason: z.string(),
    by: z.string(),
    at: Time,
    expiresAt: Time,
    exercise: z.boolean(),
    given: z.array(
      z.object({
        person: z.string(),
        role: z.string(),
        keyId: z.string(),
        verdict: z.enum(['approve', 'reject']),
        reason: z.string(),
        at: Time,
        passkey: z.boolean(),
        revoked: z.boolean().openapi({ description: 'The key was revoked since; this counts no more' }),
      }),
    ),
    yours: z
      .object({ roles: z.array(z.string()), signed: z.boolean(), why: Words.optional() })
      .openapi({ description: 'In which roles you can sign; if in none, why' }),
  })
  .openapi('ApprovalRequest')

export const ApprovalsView = z
  .object({
    case: z.string(),
    seq: z.int(),
    asOf: Time,
    requests: z.array(ApprovalRequestView),
    total: z.int().openapi({ description: 'How many requests there are, on all pages' }),
    next: z.string().nullable().openapi({ description: '`before` of the next page; null on the last' }),
    readyTotal: z.int().openapi({ description: 'How many units are ready; `ready` has the first of them' }),
    ready: z
      .array(z.object({ unit: z.string(), contentHash: Digest }))
      .openapi({ description: 'Units that could be approved and for which nobody asked yet' }),
    revoked: z.array(
      z.object({ keyId: z.string(), person: z.string(), by: z.string(), reason: z.string(), at: Time }),
    ),
    overrides: z
      .array(
        z.object({
          unit: z.string(),
          skips: z.array(z.string()),
          people: z.array(z.string()),
          alone: z.boolean(),
          reason: z.string(),
          at: Time,
          until: Time,
          holds: z.boolean(),
        }),
      )
      .openapi({
        description: 'Gates that people hold, or held, open by hand: statements of operators, no proofs',
      }),
  })
  .openapi('Approvals')

/** Reads what a request is about from where it is kept, outside of the log; undefined where the case knows it itself. */
export type ShowContent = (request: ApprovalRequest) => Promise<readonly Fact[] | undefined>

interface ApprovalsPage {
  readonly principal: Principal
  readonly now: string
  readonly showContent: ShowContent
  readonly open: boolean
  /** The last request of the page before. */
  readonly before?: string | undefined
  readonly limit: number
}

/** A page of what people sign. */
export async function approvalsView(
  snapshot: CaseSnapshot,
  { principal, now, open, before, limit, showContent }: ApprovalsPage,
): Promise<z.infer<typeof ApprovalsView>> {
  const { state, seq, asOf } = snapshot
  const all = [...state.requests.values()].toReversed().filter((one) => mayReadRequest(principal, one))
  const matching = all.filter((request) => !open || statusOf(state, request, now) === 'open')
  // The last one of the page before may have been signed meanwhile: what was asked before it comes next all the same.
  const older = new Set(all.slice(all.findIndex(({ request }) => request === before) + 1))
  const behind = before === undefined ? matching : matching.filter((request) => older.has(request))
  const requests = behind.slice(0, limit)
  const ready = readyUnits(present(state, now), now)
  return {
    case: state.id,
    seq,
    asOf,
    requests: await Promise.all(
      requests.map((request) => requestView(snapshot, request, { principal, now, showContent })),
    ),
    total: matching.length,
    next: behind.length > limit ? (requests.at(-1)?.request ?? null) : null,
    readyTotal: ready.length,
    ready: ready.slice(0, limit),
    revoked: [...state.revoked].map(([keyId, revocation]) => ({ keyId, ...revocation })),
    overrides: [...state.units.values()].flatMap(({ unit, override }) => {
      if (override === undefined) return []
      const { skips, people, alone = false, reason, at, until } = override
      return [{ unit, skips: [...skips], people: [...people], alone, reason, at, until, holds: now < until }]
    }),
  }
}

export async function requestView(
  snapshot: Pick<CaseSnapshot, 'state' | 'desk'>,
  request: ApprovalRequest,
  { principal, now, showContent }: Pick<ApprovalsPage, 'principal' | 'now' | 'showContent'>,
): Promise<z.infer<typeof ApprovalRequestView>> {
  const { state } = snapshot
  const facts = (await showContent(request)) ?? factsOf(snapshot, request, new Date(now))
  const { given, said: _said, withdrawn: _withdrawn, origin: _origin, content: _content, ...rest } = request
  return {
    ...rest,
    subject: { ...request.subject },
    scope: {
      tenants: [...request.scope.tenants],
      services: [...request.scope.services],
      ...(request.scope.audience !== undefined && { audience: request.scope.audience }),
    },
    status: statusOf(state, request, now),
    facts: facts.map((fact) => ({ ...fact })),
    missing: standing(request, approvalsIn(state, request)).missing,
    roles: [...request.roles],
    authors: [...request.authors],
    distinctRoles: request.distinctRoles === true,
    given: given.map(({ isPasskey, ...word }) => ({
      ...word,
      passkey: isPasskey,
      revoked: state.revoked.has(word.keyId),
    })),
    yours: yoursOf(request, principal),
  }
}

/** By the roles of who asks; whether a key is registered for them is said when the options are asked for. */
function yoursOf({ roles, authors, given }: ApprovalRequest, { kind, name, roles: own }: Principal) {
  const signed = given.some(({ person }) => person === name)
  const able = own.filter(
    (role) => role !== 'administrator' && role !== 'auditor' && (roles.length === 0 || roles.includes(role)),
  )
  if (kind !== 'person') {
    const why = { de: 'Programme unterschreiben nicht.', en: 'Programs do not sign.' }
    return { roles: [], signed, why }
  }
  if (authors.includes(name)) {
    const why = {
      de: 'Sie haben es verfasst; Verfasser zählen nicht.',
      en: 'You wrote it; authors do not count.',
    }
    return { roles: [], signed, why }
  }
  const why = { de: 'Keine Ihrer Rollen zählt hier.', en: 'None of your roles counts here.' }
  return { roles: able, signed, ...(able.length === 0 && { why }) }
}

function readyUnits(state: CaseState, now: string) {
  const asked = new Set(
    [...state.requests.values()].flatMap((request) =>
      request.subject.kind === 'unit' && ['open', 'approved'].includes(statusOf(state, request, now))
        ? [request.subject.name]
        : [],
    ),
  )
  return [...state.units.values()].flatMap((unit) =>
    unit.scanned === undefined ||
    unit.released !== undefined ||
    asked.has(unit.unit) ||
    hasQuorum(unit.approvals)
      ? []
      : [{ unit: unit.unit, contentHash: unitContentHash(state.id, unit) }],
  )
}
