import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { dutyNamed, dutyRulesDigest, recipientName } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { fieldOf } from '../../../core/facts/index.ts'
import { filingName, isEnough, latestRevision, standingApprovals } from '../../../core/filings/index.ts'
import {
  type Draft,
  draftFindings,
  draftHash,
  draftSubstance,
  missingFirst,
  plainText,
  prepareDrafts,
  readDraft,
} from '../../../phases/comply/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { problems } from '../http/problem-responses.ts'
import { type DutyDesk, dutyDesks } from './duty-desks.ts'
import { DutyBoard, DutyDraft, MissingBoard } from './duty-view.ts'

const Language = z.enum(['de', 'en']).default('de')

const showDuties = createRoute({
  method: 'get',
  path: '/api/cases/{case}/duties',
  summary: 'Which duties apply and why, until when, how far their documents are, what is missing for each',
  request: { params: z.object({ case: CaseId }), query: z.object({ language: Language }) },
  responses: {
    200: { description: 'The overview', content: { 'application/json': { schema: DutyBoard } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

const showMissing = createRoute({
  method: 'get',
  path: '/api/cases/{case}/duties/missing',
  summary: 'What has to be found out first: required answers that nobody gave, by the earliest time',
  request: { params: z.object({ case: CaseId }) },
  responses: {
    200: { description: 'The list', content: { 'application/json': { schema: MissingBoard } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

const showDraft = createRoute({
  method: 'get',
  path: '/api/cases/{case}/duties/{duty}/draft',
  summary: 'The document of a duty: the kept revision while the facts are the same, else as they read now',
  description: 'Changes nothing and sends nothing. Revisions are kept by `anlauf duty draft`.',
  request: {
    params: z.object({
      case: CaseId,
      duty: z.string().min(1).max(100).openapi({ param: { name: 'duty', in: 'path' }, example: 'bsig-32-1-2' }),
    }),
    query: z.object({
      language: Language,
      tenant: z.string().min(1).max(64).optional(),
      group: z.string().min(1).max(40).optional(),
    }),
  },
  responses: {
    200: { description: 'The document', content: { 'application/json': { schema: DutyDraft } } },
    ...problems(400, 401, 403, 404, 503),
  },
}) // prettier-ignore

/** Duties of a case with their documents, for screens. Reading only. */
export function dutyRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  // The description of the routes is made without parts.
  let desks: ReturnType<typeof dutyDesks> | undefined
  const opened = (): ReturnType<typeof dutyDesks> => (desks ??= dutyDesks(parts))

  app.openapi(showDuties, async (c) => {
    requirePermission(c.get('principal'), 'read')
    const { case: caseId } = c.req.valid('param')
    requireDeclared(await parts.readCase(caseId))
    const rows = await opened().overview(caseId, c.req.valid('query').language)
    const duties = rows.map(({ tenants, missing, undecided, approve, ...row }) => ({
      ...row,
      missing: [...missing],
      undecided: [...undecided],
      approve: [...approve],
      tenants: tenants.length,
    }))
    return c.json({ case: caseId, review: 'draft for counsel' as const, rules: dutyRulesDigest, duties }, 200)
  })

  app.openapi(showMissing, async (c) => {
    requirePermission(c.get('principal'), 'read')
    const { case: caseId } = c.req.valid('param')
    requireDeclared(await parts.readCase(caseId))
    const missing = missingFirst(await opened().overview(caseId, 'de')).map(({ field, duties, due }) => ({
      field,
      title: fieldOf(field)?.title ?? null,
      duties: [...duties],
      due,
    }))
    return c.json({ case: caseId, missing }, 200)
  })

  app.openapi(showDraft, async (c) => {
    // Judgements of counsel stand in some of them: for those who answer for the duties.
    requirePermission(c.get('principal'), 'recordClock')
    const { case: caseId, duty: id } = c.req.valid('param')
    const { language, tenant, group } = c.req.valid('query')
    requireDeclared(await parts.readCase(caseId))
    const desk = await opened().desk(caseId)
    const duty = dutyNamed(desk.facts.clocks, id)
    if (tenant !== undefined && !desk.facts.case.units.has(tenant)) throw noTenant(tenant)
    const made = prepareDrafts(desk.base, duty, {
      language,
      ...(tenant !== undefined && { tenants: [tenant] }),
      ...(group !== undefined && { group }),
    })
    const [draft] = made
    if (draft === undefined || (made.length > 1 && group === undefined)) throw whichOne(id, made)
    return c.json(await shownDraft(desk, duty, draft, parts.now()), 200)
  })
}

async function shownDraft(
  desk: DutyDesk,
  duty: ReturnType<typeof dutyNamed>,
  made: Draft,
  now: Date,
): Promise<z.infer<typeof DutyDraft>> {
  const filing = filingName(made)
  const last = latestRevision(desk.filings.log, filing)
  const isSame = last?.substance === draftSubstance(made)
  const words = isSame
    ? (await desk.drafts.find(desk.facts.case.id, [last.contentHash])).get(last.contentHash)
    : undefined
  const draft = words === undefined || last === undefined ? made : readDraft(words, last.contentHash)
  const contentHash = draftHash(draft)
  const approvals = standingApprovals(desk.filings.log, contentHash)
  const isApproved = duty.approve.length > 0 && isEnough(duty.approve, approvals)
  const approvedBy = isApproved ? approvals.map(({ person, role }) => `${person} (${role})`) : []
  const recipient = recipientName(duty.recipient, desk.estate?.legal.land, draft.language)
  const revision = last?.contentHash === contentHash ? last.revision : 0
  const standing = { recipient, revision, contentHash, head: last?.head ?? desk.filings.head }
  return {
    filing,
    status: isApproved ? 'approved' : 'draft for counsel',
    revision,
    contentHash,
    approvedBy,
    title: draft.title,
    recipient,
    privileged: draft.privileged ?? null,
    sections: draft.sections.map(({ title, items }) => ({
      title,
      items: items.map((item) => ({
        key: item.key,
        field: item.field ?? null,
        label: item.label,
        need: item.need,
        condition: item.condition ?? null,
        basis: item.basis,
        value: item.value ?? null,
        estimate: item.isEstimate ?? false,
        foreign: item.isForeign ?? false,
      })),
    })),
    findings: draftFindings(draft, desk.estate, now).map((one) => ({ ...one })),
    text: plainText(draft, isApproved ? { ...standing, approvedBy } : standing),
  }
}

function noTenant(tenant: string): AnlaufError {
  return new AnlaufError('not-found', `The case has no tenant "${tenant}".`, {
    hint: 'GET /api/cases/{case}/matrix lists its tenants.',
  })
}

function whichOne(duty: string, made: readonly Draft[]): AnlaufError {
  const groups = made.flatMap(({ group }) => group ?? [])
  return new AnlaufError('input-invalid', `${duty} has ${made.length} documents.`, {
    hint: groups.length > 0 ? `Name one with ?group=: ${groups.join(', ')}.` : 'Name one with ?tenant=.',
  })
}
