import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { statusOf } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  askForFindings,
  harms,
  parseFindings,
  requireSoundFindings,
  type StatementDesk,
  verdicts,
} from '../../../core/statements/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { askForSignatures } from '../approvals/ask-for-signatures.ts'
import { CaseId } from '../cases/case-view.ts'
import { notAhead } from '../http/not-ahead.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { TenantFindings, tenantFindings } from './finding-view.ts'
import { statementReader } from './statement-reader.ts'

const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)
const Tenant = z.string().min(1).max(200)
const Moment = z.iso.datetime({ offset: true }).openapi({ format: 'date-time' })
const Words = z.strictObject({ de: z.string().min(1).max(2000), en: z.string().min(1).max(2000) })
const Count = z.int().min(0)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })

const show = createRoute({
  method: 'get',
  path: '/api/cases/{case}/statements/{tenant}/findings',
  summary: 'What was found about the data of a customer, by whom, on what, and what nobody examined yet',
  request: { params: z.object({ case: CaseId, tenant: Tenant }) },
  responses: { 200: { description: 'The findings', ...json(TenantFindings) }, ...failures },
})

const state = createRoute({
  method: 'post',
  path: '/api/cases/{case}/findings',
  summary: 'Asks for the signatures under a finding; the same once more gives the request that waits',
  request: {
    params: z.object({ case: CaseId }),
    body: {
      required: true,
      ...json(
        z.strictObject({
          tenants: z
            .union([z.array(Tenant).min(1).max(10_000), z.literal('affected')])
            .openapi({ description: 'Of whom it is so; "affected": all of the case' }),
          service: z.string().min(1).max(200),
          data: z.string().min(1).max(200).default('all'),
          harm: z.enum(harms),
          verdict: z.enum(verdicts),
          period: z.strictObject({ from: Moment, to: Moment }).optional(),
          bytes: z
            .strictObject({ atLeast: Count, atMost: Count })
            .optional()
            .openapi({ description: '"possible" says how much at most' }),
          grounds: Words.optional().openapi({ description: 'On what it rests' }),
          gaps: Words.optional().openapi({ description: 'What cannot be proved and why; "undetermined" needs it' }),
          evidence: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(100).default([]),
          asOf: Moment.openapi({ description: 'How far the knowledge reaches' }),
        }),
      ),
    },
  },
  responses: {
    200: {
      description: 'It holds once it is signed: POST /api/cases/{case}/approvals/{request}/options',
      ...json(z.object({ request: z.string(), findings: z.int(), signatures: z.int() })),
    },
    ...failures,
  },
}) // prettier-ignore

const hoursOpen = 24

/** What was found about customers: read, and stated under signatures of passkeys. */
export function findingRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.openapi(show, async (c) => {
    requirePermission(c.get('principal'), 'readStatements')
    const { case: caseId, tenant } = c.req.valid('param')
    const { desk } = await statementReader(parts)(caseId)
    requireTenant(desk, tenant)
    return c.json(tenantFindings(desk, requireDesk(parts.desk).estate(), tenant, parts.now()), 200)
  })

  app.openapi(state, async (c) => {
    const by = requirePermission(c.get('principal'), 'stateFindings')
    const { case: caseId } = c.req.valid('param')
    const { asOf, period, ...given } = c.req.valid('json')
    const { desk } = await statementReader(parts)(caseId)
    const utc = (time: string): string => new Date(time).toISOString()
    const typed = {
      ...given,
      asOf: notAhead(asOf, parts.now()),
      ...(period !== undefined && { period: { from: utc(period.from), to: utc(period.to) } }),
    }
    const findings = parseFindings(JSON.stringify([typed]), {
      affected: [...desk.case.units.keys()].toSorted(),
    })
    requireSoundFindings(desk, findings, { estate: requireDesk(parts.desk).estate(), now: parts.now() })
    const { signers, ...asked } = askForFindings(caseId, findings)
    const answer = { findings: findings.length, signatures: signers.length }
    const twin = waiting(desk, asked.contentHash, parts.now())
    if (twin !== undefined) return c.json({ request: twin, ...answer }, 200)
    const request = await askForSignatures(parts, {
      caseId,
      by,
      ...asked,
      signers,
      // Who knows it states it: the own signature is what makes it a finding.
      authors: [],
      scope: {
        tenants: findings.length > namedTenants ? [] : findings.map(({ tenant }) => tenant),
        services: [given.service],
      },
      reason: `${given.service}: ${given.harm}, ${given.verdict}`,
      hours: hoursOpen,
    })
    return c.json({ request, ...answer }, 200)
  })
}

/** Named in the signed text itself; of more the list stands in the content. */
const namedTenants = 20

/** The open request about exactly these findings: a call that is repeated asks nobody twice. */
function waiting({ case: state }: StatementDesk, contentHash: string, now: Date): string | undefined {
  const at = now.toISOString()
  return [...state.requests.values()].find(
    (one) =>
      one.subject.kind === 'findings' &&
      one.contentHash === contentHash &&
      statusOf(state, one, at) === 'open',
  )?.request
}

function requireTenant({ case: { units } }: StatementDesk, tenant: string): void {
  if (units.has(tenant)) return
  throw new AnlaufError('not-found', `The case has no tenant "${tenant}".`, {
    hint: 'GET /api/cases/{case}/statements lists them.',
  })
}
