import { z } from '@hono/zod-openapi'

import { type CaseState, statusOf } from '../../../core/case/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { claimClasses, claimStates } from '../../../core/messages/index.ts'
import {
  askedClaim,
  blockedSentences,
  claimRoles,
  type ClaimSigner,
  type ClaimStatement,
  correctionTasks,
  type Desk,
  usesOf,
} from '../../../core/updates/index.ts'
import type { CaseSnapshot } from '../cases/case-reader.ts'
import { isOver } from './claim-facts.ts'

const Time = z.string().openapi({ format: 'date-time' })
const Words = z.object({ de: z.string(), en: z.string() })
const Digest = z.string().regex(/^[0-9a-f]{64}$/)

const Statement = z.object({
  state: z.enum(claimStates),
  wording: Words.openapi({ description: 'What stands in texts for {claim:NAME}' }),
  scope: z.array(z.string()).openapi({ description: 'Ids of services; empty: all' }),
  evidence: z.array(Digest),
  asOf: Time,
  signed: z.array(
    z.object({ person: z.string(), role: z.string(), passkey: z.boolean(), keyRevoked: z.boolean() }),
  ),
})

export const Claim = z
  .object({
    claim: z.string().openapi({ example: 'outflow' }),
    class: z.enum(claimClasses),
    inForce: Statement.extend({ since: Time }).nullable(),
    proposed: Statement.nullable().openapi({ description: 'Waits for another signature' }),
    takenBack: Statement.extend({ person: z.string(), reason: z.string(), at: Time })
      .nullable()
      .openapi({ description: 'In force last; nothing took its place' }),
    published: z.array(z.int()).openapi({ description: 'Updates in public that carry its sentence' }),
    drafts: z.array(z.string()).openapi({ description: 'Drafts that carry it' }),
    requests: z.array(
      z.object({
        request: z.string(),
        kind: z.enum(['state', 'takeBack']),
        state: z.enum(claimStates).nullable(),
        over: z.boolean().openapi({ description: 'The register went on since: it can be signed no more' }),
      }),
    ),
  })
  .openapi('Claim')

export const ClaimsView = z
  .object({
    case: z.string(),
    seq: z.int(),
    claims: z.array(Claim),
    corrections: z
      .array(z.object({ number: z.int(), claim: z.string(), said: z.string(), now: z.string() }))
      .openapi({ description: 'Updates that said what the register no longer says' }),
    contradicting: z
      .array(
        z.object({
          published: z.int().nullable(),
          draft: z.string().nullable(),
          language: z.enum(['de', 'en']),
          sentence: z.string(),
          claim: z.string(),
        }),
      )
      .openapi({
        description: 'Typed sentences against the register: in public, or in drafts that cannot go out so',
      }),
    services: z.array(z.object({ id: z.string(), name: Words })),
    roles: z.array(z.string()).openapi({ description: 'Who may state claims' }),
  })
  .openapi('Claims')

/** The register as it is: what is in force, what waits, where it is said, and what was said otherwise. */
export function claimsView(
  { desk, state, seq }: Pick<CaseSnapshot, 'desk' | 'state' | 'seq'>,
  estate: Estate | undefined,
  now: string,
): z.infer<typeof ClaimsView> {
  const asked = openRequests(state, desk, now)
  const names = [...new Set([...desk.claims.keys(), ...asked.keys()])].toSorted()
  return {
    case: state.id,
    seq,
    claims: names.flatMap((claim) => {
      const { inForce, proposed, takenBack } = desk.claims.get(claim) ?? {}
      const requests = asked.get(claim) ?? []
      const of = (inForce ?? proposed ?? takenBack)?.class ?? requests[0]?.class
      if (of === undefined) return []
      const { published, drafts } = usesOf(desk, claim)
      return [
        {
          claim,
          class: of,
          inForce: inForce === undefined ? null : { ...shown(state, inForce), since: inForce.at },
          proposed: proposed === undefined ? null : shown(state, proposed),
          takenBack: takenBack === undefined ? null : { ...shown(state, takenBack), person: takenBack.person, reason: takenBack.reason, at: takenBack.at }, // prettier-ignore
          published: [...published],
          drafts: [...drafts],
          requests: requests.map(({ class: _class, ...one }) => one),
        },
      ]
    }),
    corrections: correctionTasks(desk).map(({ number, claim, said, now: is }) => ({
      number,
      claim,
      said: said.state,
      now: is?.state ?? 'unknown',
    })),
    contradicting: blockedSentences(desk).map(({ where, ...one }) => ({
      ...one,
      published: where.kind === 'published' ? where.number : null,
      draft: where.kind === 'draft' ? where.update : null,
    })),
    services: (estate?.services ?? []).map(({ id, name }) => ({ id, name: { ...name } })),
    roles: [...claimRoles],
  }
}

function shown(
  { revoked }: CaseState,
  {
    state,
    wording,
    scope,
    evidence,
    asOf,
    signed,
  }: ClaimStatement & { readonly signed: readonly ClaimSigner[] },
) {
  return {
    state,
    wording: { ...wording },
    scope: [...scope],
    evidence: [...evidence],
    asOf,
    signed: signed.map(({ person, role, keyId, request }) => ({
      person,
      role,
      passkey: request !== undefined,
      keyRevoked: revoked.has(keyId),
    })),
  }
}

function openRequests(state: CaseState, desk: Desk, now: string) {
  const byClaim = new Map<string, (Omit<z.infer<typeof Claim>['requests'][number], never> & { class: ClaimStatement['class'] | undefined })[]>() // prettier-ignore
  for (const request of state.requests.values()) {
    if (request.subject.kind !== 'claim' || statusOf(state, request, now) !== 'open') continue
    const asked = askedClaim(state.id, request)
    if (asked === undefined) continue
    const statement = asked.kind === 'state' ? asked.statement : undefined
    const one = {
      request: request.request,
      kind: asked.kind,
      state: statement?.state ?? null,
      over: isOver(desk, request),
      class: statement?.class,
    }
    byClaim.set(request.subject.name, [...(byClaim.get(request.subject.name) ?? []), one])
  }
  return byClaim
}
