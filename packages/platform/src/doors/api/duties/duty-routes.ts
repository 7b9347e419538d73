import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { dutyNamed, dutyRulesDigest } from '../../../core/duties/index.ts'
import { factSheet, fieldOf } from '../../../core/facts/index.ts'
import { missingFirst, type OverviewRow, viewOf } from '../../../phases/comply/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { problems } from '../http/problem-responses.ts'
import { type DutyDesk, dutyDesksOf } from './duty-desks.ts'
import { DutyBoard, type DutyRow, MissingBoard } from './duty-view.ts'
import { isApart, mayReadFiling } from './may-read.ts'

const showDuties = createRoute({
  method: 'get',
  path: '/api/cases/{case}/duties',
  summary: 'Which duties apply and why, until when, how far their documents are, what is missing for each',
  request: {
    params: z.object({ case: CaseId }),
    query: z.object({ language: z.enum(['de', 'en']).default('de') }),
  },
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

/** So many tenants of a row are named, for who wants to open the document of one. */
const shownTenants = 200

/** Duties of a case: what applies, until when, and how far its documents are. */
export function dutyRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.openapi(showDuties, async (c) => {
    const principal = requirePermission(c.get('principal'), 'read')
    const { case: caseId } = c.req.valid('param')
    requireDeclared(await parts.readCase(caseId))
    const desks = dutyDesksOf(parts)
    const rows = await desks.overview(caseId, c.req.valid('query').language)
    const desk = await desks.desk(caseId)
    const duties = rows.map((row) => shownRow(desk, row, principal))
    return c.json({ case: caseId, review: 'draft for counsel' as const, rules: dutyRulesDigest, duties }, 200)
  })

  app.openapi(showMissing, async (c) => {
    const principal = requirePermission(c.get('principal'), 'read')
    const { case: caseId } = c.req.valid('param')
    requireDeclared(await parts.readCase(caseId))
    const rows = await dutyDesksOf(parts).overview(caseId, 'de')
    const shown = rows.filter((row) => !isApart(row.duty) || mayReadFiling(principal, asDuty(row)))
    const missing = missingFirst(shown).map(({ field, duties, due }) => ({
      field,
      title: fieldOf(field)?.title ?? null,
      duties: [...duties],
      due,
    }))
    return c.json({ case: caseId, missing }, 200)
  })
}

function asDuty({ duty, approve }: OverviewRow) {
  return { id: duty, approve }
}

/** The clock and the norm are everybody's; what stands apart looks the same whether there is anything or not. */
function shownRow(desk: DutyDesk, row: OverviewRow, principal: Principal): z.infer<typeof DutyRow> {
  const { tenants, missing, undecided, approve, stage, ...rest } = row
  const readable = mayReadFiling(principal, asDuty(row)) && stage !== 'nothing-written'
  const isHidden = isApart(row.duty) && !readable
  const submissions = tenants.length > 0 ? [] : (desk.facts.clocks.submissions.get(row.duty) ?? [])
  return {
    ...rest,
    stage: isHidden ? 'kept-apart' : stage,
    missing: isHidden ? [] : [...missing],
    undecided: isHidden ? [] : [...undecided],
    approve: [...approve],
    tenants: tenants.length,
    someTenants: tenants.slice(0, shownTenants),
    groups: isHidden ? [] : groupsOf(desk, row.duty),
    readable,
    submissions: submissions.map(({ metAt, reference, proof, payload, note }) => ({
      at: metAt,
      reference: reference ?? null,
      receipt: proof,
      content: isHidden ? null : (payload ?? null),
      delayReason: note ?? null,
    })),
  }
}

/** Letters to persons are written to each group by itself. */
function groupsOf(desk: DutyDesk, duty: string): string[] {
  if (viewOf(dutyNamed(desk.facts.clocks, duty).id)?.form !== 'letter' || !duty.includes('gdpr-34')) return []
  const groups = factSheet(desk.base, 'own').facts.get('persons.groups')?.value
  return Array.isArray(groups) ? [...groups] : []
}
