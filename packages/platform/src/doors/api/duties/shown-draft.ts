import type { z } from '@hono/zod-openapi'

import { exerciseEnd, statusOf } from '../../../core/case/index.ts'
import { type Clock, clockFor, type Duty, dutyNamed } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { askedFiling, filingName, latestRevision, standingApprovals } from '../../../core/filings/index.ts'
import {
  type Draft,
  draftDifference,
  draftFindings,
  type DraftItem,
  handable,
  type ItemChange,
  lastHandedIn,
  missingIn,
  plainText,
  prepareDrafts,
  sinceOf,
  standingOf,
  undecidedIn,
} from '../../../phases/comply/index.ts'
import type { DutyDesk } from './duty-desks.ts'
import type { DutyDraft } from './duty-view.ts'

/** Which document of a duty. */
export interface WhichDraft {
  readonly language: 'de' | 'en'
  readonly tenant?: string | undefined
  readonly group?: string | undefined
}

/** The clock that a document is made for, of one tenant where every tenant has its own. */
export function clockOfDraft(
  desk: DutyDesk,
  duty: Duty,
  tenant: string | undefined,
  now: Date,
): Clock | undefined {
  if (duty.per === 'tenant' && tenant === undefined) return undefined
  const instant = Temporal.Instant.from(exerciseEnd(desk.facts.case) ?? now.toISOString())
  return clockFor(desk.facts.clocks, duty, duty.per === 'tenant' ? tenant : undefined, instant)
}

/** The one document that was asked for, as the facts read now. Throws `not-found`, `input-invalid`. */
export async function oneDraft(
  desk: DutyDesk,
  id: string,
  { language, tenant, group }: WhichDraft,
  now: Date,
): Promise<{ readonly duty: Duty; readonly draft: Draft }> {
  const duty = dutyNamed(desk.facts.clocks, id)
  if (tenant !== undefined && !desk.facts.case.units.has(tenant)) {
    throw new AnlaufError('not-found', `The case has no tenant "${tenant}".`, {
      hint: 'GET /api/cases/{case}/matrix lists its tenants.',
    })
  }
  const clock = clockOfDraft(desk, duty, tenant, now)
  const made = prepareDrafts(desk.base, duty, {
    language,
    // All clocks of a large case take seconds.
    ...(clock !== undefined && { clocks: [clock] }),
    ...(tenant !== undefined && { tenants: [tenant] }),
    ...(group !== undefined && { group }),
    ...(await sinceOf(desk, desk.facts.clocks, duty, language)),
  })
  const [draft] = made
  if (draft === undefined || (made.length > 1 && group === undefined)) throw whichOne(id, made)
  return { duty, draft }
}

/** A document with all that people look at before they sign it, hand it in, or leave it. */
export async function shownDraft(
  desk: DutyDesk,
  duty: Duty,
  draft: Draft,
  now: Date,
): Promise<z.infer<typeof DutyDraft>> {
  const filing = filingName(draft)
  const { changes, ...standing } = await standingOf(desk, duty, draft)
  const clock = clockOfDraft(desk, duty, draft.tenant, now)
  const clockId = draft.tenant === undefined ? duty.id : `${duty.id} ${draft.tenant}`
  const held = await lastHandedIn(desk, desk.facts.clocks, clockId, draft.language)
  const applies = appliesOf(clock)
  return {
    filing,
    status: standing.approvedBy === undefined ? 'draft for counsel' : 'approved',
    revision: standing.revision,
    contentHash: standing.contentHash,
    revisions: handable(desk.filings.log, duty, filing).map((one) => ({ ...one })),
    approvedBy: [...(standing.approvedBy ?? [])],
    approvals: standingApprovals(desk.filings.log, standing.contentHash).map(
      ({ person, role, incomplete }) => ({
        person,
        role,
        incomplete: incomplete ?? null,
      }),
    ),
    takes: [...duty.approve],
    request: openRequest(desk, filing, standing.contentHash, now),
    title: draft.title,
    recipient: standing.recipient,
    privileged: draft.privileged ?? null,
    ...applies,
    missing: missingIn(draft).map(shortItem),
    undecided: undecidedIn(draft).map((item) => ({ ...shortItem(item), condition: item.condition ?? '' })),
    changes: changes === undefined ? null : { since: changes.since, items: changes.items.map(shownChange) },
    sinceSubmission:
      held === undefined
        ? null
        : {
            at: held.submission.metAt,
            reference: held.submission.reference ?? null,
            items: draftDifference(held.draft, draft).map(shownChange),
          },
    sections: draft.sections.map(({ title, items }) => ({ title, items: items.map(shownItem) })),
    findings: draftFindings(draft, desk.estate, now).map((one) => ({ ...one })),
    text: plainText(draft, { ...standing, ...(changes !== undefined && { changes }) }),
  }
}

/** Whether the duty holds here, and what speaks against it. */
export function appliesOf(clock: Clock | undefined) {
  const state = clock?.state
  if (state?.kind === 'notApplicable') return { applies: 'no' as const, why: { ...state.because } }
  const open = clock?.unanswered.join(', ') ?? ''
  if (open === '') return { applies: 'yes' as const, why: null }
  return {
    applies: 'unknown' as const,
    why: {
      de: `Das Rechtsprofil schweigt zu: ${open}`,
      en: `The legal profile says nothing on: ${open}`,
    },
  }
}

/** The request for signatures on exactly this content that is open now. */
function openRequest(desk: DutyDesk, filing: string, contentHash: string, now: Date): string | null {
  const { asked, requests } = desk.filings.log.case
  if (latestRevision(desk.filings.log, filing)?.contentHash !== contentHash) return null
  for (const id of (asked.get(`filing ${filing}`) ?? []).toReversed()) {
    const request = requests.get(id)
    if (request === undefined || askedFiling(request.content)?.document !== contentHash) continue
    if (statusOf(desk.filings.log.case, request, now.toISOString()) === 'open') return id
  }
  return null
}

function shortItem({ key, field, label }: DraftItem) {
  return { key, field: field ?? null, label }
}

function shownChange({ key, label, kind, was, now }: ItemChange) {
  return { key, label, kind, was: was ?? null, now: now ?? null }
}

function shownItem(item: DraftItem) {
  return {
    key: item.key,
    field: item.field ?? null,
    label: item.label,
    need: item.need,
    condition: item.condition ?? null,
    basis: item.basis,
    value: item.value ?? null,
    estimate: item.isEstimate ?? false,
    foreign: item.isForeign ?? false,
  }
}

function whichOne(duty: string, made: readonly Draft[]): AnlaufError {
  const groups = made.flatMap(({ group }) => group ?? [])
  return new AnlaufError('input-invalid', `${duty} has ${made.length} documents.`, {
    hint: groups.length > 0 ? `Name one with ?group=: ${groups.join(', ')}.` : 'Name one with ?tenant=.',
  })
}
