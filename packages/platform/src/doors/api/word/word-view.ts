import { z } from '@hono/zod-openapi'

import type { SiteState } from '../../../adapters/database/index.ts'
import { statusOf } from '../../../core/case/index.ts'
import {
  approversOf,
  audienceOf,
  cadenceOf,
  claimsInForce,
  correctionTasks,
  type Desk,
  draftHash,
  type DraftState,
  draftText,
  shownText,
  stageOfDraft,
  tlpOf,
  validApprovals,
} from '../../../core/updates/index.ts'
import type { CaseSnapshot } from '../cases/case-reader.ts'

const Time = z.string().openapi({ format: 'date-time' })
const Words = z.object({ de: z.string(), en: z.string() })
const Digest = z.string().regex(/^[0-9a-f]{64}$/)

const Draft = z.object({
  update: z.string(),
  kind: z.string(),
  stage: z.enum(['in review', 'approved', 'rejected', 'expired']),
  audience: z.string(),
  tlp: z.string(),
  file: z.string().openapi({ description: 'To go on writing: as it is handed in' }),
  text: Words.openapi({ description: 'As it would be read now, sentences of claims filled in' }),
  asOf: Time.nullable(),
  nextBy: Time.nullable(),
  everyHours: z.number().nullable(),
  corrects: z.int().nullable(),
  contentHash: Digest.openapi({ description: 'What people sign' }),
  approvals: z.array(z.object({ person: z.string(), role: z.string() })),
  takes: z
    .array(z.array(z.string()))
    .openapi({ description: 'Roles that have to sign it: a person of each list' }),
  rejected: z.object({ person: z.string(), why: z.string() }).nullable(),
  request: z.string().nullable().openapi({ description: 'The open request for signatures on this content' }),
})

export const WordView = z
  .object({
    seq: z.int(),
    nextBy: Time.nullable().openapi({ description: 'The promise in force' }),
    level: z.enum(['nothing promised', 'kept', 'three hours', 'one hour', 'overdue']),
    kept: z.int(),
    missed: z.int(),
    drafts: z.array(Draft),
    published: z.array(
      z.object({
        number: z.int(),
        update: z.string(),
        kind: z.string(),
        at: Time,
        nextBy: Time,
        text: Words,
        corrects: z.int().nullable(),
      }),
    ),
    handedOut: z.array(
      z.object({ update: z.string(), kind: z.string(), audience: z.string(), tlp: z.string(), at: Time }),
    ),
    corrections: z
      .array(z.object({ number: z.int(), claim: z.string(), said: z.string(), now: z.string() }))
      .openapi({ description: 'Updates that said what the register no longer says' }),
    unproven: z.int(),
    site: z
      .object({
        sequence: z.int().nullable().openapi({ description: 'The newest edition' }),
        pushedAt: Time.nullable(),
        validUntil: Time.nullable(),
        failingSince: Time.nullable(),
        retryAt: Time.nullable(),
        alarmed: z.boolean().openapi({ description: 'People were called because a host fails' }),
        hosts: z.array(
          z.object({
            name: z.string(),
            outcome: z.enum(['shown', 'failed']),
            shows: z.int().nullable().openapi({ description: 'The edition that was seen there last' }),
          }),
        ),
      })
      .nullable()
      .openapi({ description: 'How far the public site is on its hosts; null where no server pushes it' }),
  })
  .openapi('Word')

export type WordShape = z.infer<typeof WordView>

/** Everything that is said and may be said in a case, the newest first. */
export function wordView(
  { desk, state, seq }: CaseSnapshot,
  now: Date,
  site: SiteState | undefined,
): WordShape {
  const { nextBy, level, kept, missed } = cadenceOf(desk, now)
  const claims = claimsInForce(desk)
  const open = new Map(
    [...state.requests.values()]
      .filter((one) => one.subject.kind === 'update' && statusOf(state, one, now.toISOString()) === 'open')
      .map(({ contentHash, request }) => [contentHash, request]),
  )
  return {
    seq,
    nextBy: nextBy ?? null,
    level,
    kept,
    missed,
    drafts: [...desk.drafts.values()].map((draft) => {
      const contentHash = draftHash(state.id, draft, claims)
      return { ...draftView(desk, draft, now), contentHash, request: open.get(contentHash) ?? null }
    }),
    published: desk.published
      .toReversed()
      .map(({ number, update, kind, at, nextBy: by, text, corrects }) => ({
        number,
        update,
        kind,
        at,
        nextBy: by,
        text: { ...text },
        corrects: corrects?.number ?? null,
      })),
    handedOut: desk.handedOut
      .toReversed()
      .map(({ update, kind, audience, tlp, at }) => ({ update, kind, audience, tlp, at })),
    corrections: correctionTasks(desk).map(({ number, claim, said, now: is }) => ({
      number,
      claim,
      said: said.state,
      // Taken back, and nothing in its place.
      now: is?.state ?? 'unknown',
    })),
    unproven: desk.unproven,
    site: site === undefined ? null : siteView(site),
  }
}

/** What hosts said of themselves may hold places of files: it stays in the server's log. */
function siteView({ sequence, pushedAt, validUntil, failingSince, retryAt, alarmed, targets }: SiteState) {
  const iso = (time: Date | null): string | null => time?.toISOString() ?? null
  return {
    sequence,
    pushedAt: iso(pushedAt),
    validUntil: iso(validUntil),
    failingSince: iso(failingSince),
    retryAt: iso(retryAt),
    alarmed,
    hosts: targets.map(({ name, outcome, shows }) => ({ name, outcome, shows })),
  }
}

function draftView(desk: Desk, draft: DraftState, now: Date) {
  return {
    update: draft.update,
    kind: draft.kind,
    stage: stageOfDraft(desk, draft, now),
    audience: audienceOf(draft),
    tlp: tlpOf(draft),
    file: draftText(draft),
    text: { ...shownText(desk, draft, now) },
    asOf: draft.asOf ?? null,
    nextBy: draft.nextBy ?? null,
    everyHours: draft.everyHours ?? null,
    corrects: draft.corrects?.number ?? null,
    approvals: validApprovals(desk, draft, now).map(({ person, role }) => ({ person, role })),
    takes: approversOf(draft).map((roles) => [...roles]),
    rejected:
      draft.rejected === undefined ? null : { person: draft.rejected.person, why: draft.rejected.why },
  }
}
