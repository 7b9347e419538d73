import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'

import { stageOf } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { problems } from '../http/problem-responses.ts'
import { ownLetter, ownLetterPdf } from './own-letter.ts'
import { tenantRows } from './tenant-rows.ts'
import { endTenantTokens, makeTenantToken, type TenantOf, tenantOf } from './tenant-token.ts'

const failures = problems(400, 401, 403, 404, 413, 415, 429, 503)
const Time = z.string().openapi({ format: 'date-time' })
const Tenant = z.string().min(1).max(200)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })

const window = createRoute({
  method: 'get',
  path: '/api/tenant',
  summary: 'What happened to the data of the tenant whose token it is; nothing else can be asked for with it',
  security: [{ token: [] }],
  responses: {
    200: {
      description: 'The tenant’s own',
      ...json(
        z
          .object({
            case: z.string(),
            tenant: z.string(),
            exercise: z.boolean(),
            stage: z.string(),
            files: z.int().optional(),
            bytes: z.int().optional(),
            steps: z.array(z.object({ step: z.string(), at: Time })),
            letter: z
              .object({ revision: z.int(), stage: z.string(), draftedAt: Time })
              .optional()
              .openapi({ description: 'What you were told of your part; /api/tenant/letter.pdf has it' }),
          })
          .openapi('TenantWindow'),
      ),
    },
    ...failures,
  },
})

const letter = createRoute({
  method: 'get',
  path: '/api/tenant/letter.pdf',
  summary: 'The letter of the tenant whose token it is, as two people signed it',
  security: [{ token: [] }],
  responses: {
    200: {
      description: 'The letter',
      content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...failures,
  },
})

const letIn = createRoute({
  method: 'post',
  path: '/api/cases/{case}/tenants/{tenant}/tokens',
  summary: 'A token with which one tenant sees the own data’s way back',
  request: {
    params: z.object({ case: CaseId, tenant: Tenant }),
    body: { required: true, ...json(z.strictObject({ days: z.int().min(1).max(90).default(14) })) },
  },
  responses: {
    200: {
      description: 'The token; it is shown once',
      ...json(z.object({ token: z.string(), expiresAt: Time })),
    },
    ...failures,
  },
})

const shutOut = createRoute({
  method: 'post',
  path: '/api/cases/{case}/tenants/{tenant}/tokens/end',
  summary: 'Ends all tokens of a tenant',
  request: { params: z.object({ case: CaseId, tenant: Tenant }) },
  responses: {
    200: { description: 'How many there were', ...json(z.object({ ended: z.int() })) },
    ...failures,
  },
})

/** The steps that tenants are told of; the others are the provider's business. */
const toldSteps: ReadonlySet<string> = new Set([
  'unit.restorePointsChosen',
  'unit.restored',
  'unit.verified',
  'unit.scanned',
  'unit.released',
  'unit.handedBack',
])

/**
 * The window of a tenant. It stands before the door that lets people and programs in: its tokens open nothing else, and
 * nothing else opens it.
 */
export function tenantWindow(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { database, readCase, now } = parts
  app.openapi(window, async (c) => {
    const whose = await whoseToken(parts, c)
    const { state } = requireDeclared(await readCase(whose.caseId))
    const unit = state.units.get(whose.tenant)
    if (unit === undefined) throw notYours()
    const rows = await tenantRows(database, whose)
    const steps = rows.filter(({ kind }) => toldSteps.has(kind)).map(({ kind, at }) => ({ step: kind, at }))
    const size = unit.restored ?? unit.chosen
    const { exercise } = state
    const told = await ownLetter(parts, whose)
    const stage = stageOf(unit, now().toISOString())
    // A release that is in the log without its signatures did not happen.
    const happened = steps.filter(
      ({ step }) => unit.released !== undefined || (step !== 'unit.released' && step !== 'unit.handedBack'),
    )
    return c.json(
      {
        case: whose.caseId,
        tenant: whose.tenant,
        exercise,
        stage,
        ...(size && { files: size.files, bytes: size.bytes }),
        steps: happened,
        ...(told && { letter: told }),
      },
      200,
    )
  })

  app.openapi(letter, async (c) => {
    const whose = await whoseToken(parts, c)
    const { pdf, name } = await ownLetterPdf(parts, whose)
    c.header('Content-Type', 'application/pdf')
    c.header('Content-Disposition', `attachment; filename="${name}"`)
    return c.body(pdf)
  })

  async function whoseToken(
    { failureLimit, signInLimit, addressOf }: ApiParts,
    c: Context,
  ): Promise<TenantOf> {
    const token = /^Bearer (tenant_[A-Za-z0-9_-]{43})$/.exec(c.req.header('Authorization') ?? '')?.[1]
    const whose = token === undefined ? undefined : await tenantOf(database, { token, now: now() })
    if (whose === undefined) {
      failureLimit.take(addressOf(c))
      throw notYours()
    }
    // The database looks at every entry of the case for this: 30 times a minute is enough for anybody.
    signInLimit.take(`tenant ${whose.caseId} ${whose.tenant}`)
    return whose
  }
}

/** Who gives tenants their tokens, and ends them. */
export function tenantTokenRoutes(app: OpenAPIHono<ApiEnv>, { database, readCase, now }: ApiParts): void {
  app.openapi(letIn, async (c) => {
    const by = requirePermission(c.get('principal'), 'letTenantIn')
    const { case: caseId, tenant } = c.req.valid('param')
    await requireTenant(caseId, tenant)
    const { days } = c.req.valid('json')
    const { token, expiresAt } = await makeTenantToken(database, { caseId, tenant, days, by, now: now() })
    return c.json({ token, expiresAt: expiresAt.toISOString() }, 200)
  })

  app.openapi(shutOut, async (c) => {
    const by = requirePermission(c.get('principal'), 'letTenantIn')
    const { case: caseId, tenant } = c.req.valid('param')
    await requireTenant(caseId, tenant)
    return c.json({ ended: await endTenantTokens(database, { caseId, tenant, by, now: now() }) }, 200)
  })

  async function requireTenant(caseId: string, tenant: string): Promise<void> {
    const { state } = requireDeclared(await readCase(caseId))
    if (state.units.has(tenant)) return
    throw new AnlaufError('not-found', `The case has no tenant "${tenant}".`, {
      hint: 'GET /api/cases/{case} lists its units.',
    })
  }
}

function notYours(): AnlaufError {
  return new AnlaufError('not-signed-in', 'The token is not valid, or not any more.', {
    hint: 'Ask your provider for a new one.',
  })
}
