import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import {
  askToState,
  askToWithdraw,
  checkFact,
  checkWithdrawal,
  confidences,
  type FactRequest,
  type FactScope,
  type Field,
  fieldNamed,
  parseValue,
  rolesFor,
  type StatedFact,
  tenantOfScope,
} from '../../../core/facts/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { askForSignatures } from '../approvals/ask-for-signatures.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { dutyDesksOf, requireNames } from '../duties/duty-desks.ts'
import { mayReadField } from '../duties/may-read.ts'
import { problems } from '../http/problem-responses.ts'
import { factHistory, factSheetView } from './fact-sheet-view.ts'
import { FactHistory, FactSheetView } from './fact-view.ts'

const Scope = z.string().regex(/^(?:all|own|tenant:.{1,64})$/u).default('all').transform((text) => text as FactScope) // prettier-ignore
const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ body: { required: true, ...json(schema) } })
const asked = {
  200: {
    description: 'It counts once somebody signs it: POST /api/cases/{case}/approvals/{request}/options',
    ...json(z.object({ request: z.string(), fact: z.string() })),
  },
  ...failures,
}
const Digest = z.string().regex(/^[0-9a-f]{64}$/)
const Typed = z.string().min(1).max(20_000)

const show = createRoute({
  method: 'get',
  path: '/api/cases/{case}/facts',
  summary: 'Every question about the incident, and the answer that holds',
  request: { params: z.object({ case: CaseId }), query: z.object({ scope: Scope }) },
  responses: { 200: { description: 'The sheet', ...json(FactSheetView) }, ...failures },
})

const history = createRoute({
  method: 'get',
  path: '/api/cases/{case}/facts/{field}',
  summary: 'All that was ever answered to a question, and what became of it',
  request: {
    params: z.object({
      case: CaseId,
      field: z
        .string()
        .max(60)
        .openapi({ param: { name: 'field', in: 'path' }, example: 'incident.malicious' }),
    }),
    query: z.object({ scope: Scope }),
  },
  responses: { 200: { description: 'The newest first', ...json(FactHistory) }, ...failures },
})

const state = createRoute({
  method: 'post',
  path: '/api/cases/{case}/facts',
  summary: 'Asks for the signature under an answer; a passkey of who may say what is so makes it a fact',
  request: {
    params: z.object({ case: CaseId }),
    ...body(
      z.strictObject({
        field: z.string().max(60),
        scope: Scope,
        value: z
          .union([Typed, z.strictObject({ de: Typed.optional(), en: Typed.optional() })])
          .openapi({ description: 'As "anlauf fact state --value" takes it; sentences by language' }),
        language: z.enum(['de', 'en']).default('de'),
        source: z.string().min(1).max(200),
        confidence: z.enum(confidences).default('high'),
        asOf: z.iso.datetime({ offset: true }).openapi({ format: 'date-time' }),
        estimate: z.boolean().default(false),
        evidence: z.array(Digest).max(100).default([]),
        supersedes: z.string().max(12).optional(),
      }),
    ),
  },
  responses: asked,
})

const withdraw = createRoute({
  method: 'post',
  path: '/api/cases/{case}/facts/{fact}/withdrawal',
  summary: 'Asks for the signature that takes a fact back, where nothing takes its place',
  request: {
    params: z.object({
      case: CaseId,
      fact: z.string().regex(/^[0-9a-f]{12}$/).openapi({ param: { name: 'fact', in: 'path' } }),
    }),
    ...body(z.strictObject({ reason: z.string().min(1).max(200) })),
  },
  responses: asked,
}) // prettier-ignore

/** Facts of a case: read, stated and taken back, each under a signature. */
export function factRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const deskOf = async (caseId: string) => {
    requireDeclared(await parts.readCase(caseId))
    return dutyDesksOf(parts).desk(caseId)
  }

  app.openapi(show, async (c) => {
    const principal = requirePermission(c.get('principal'), 'read')
    const { base } = await deskOf(c.req.valid('param').case)
    const { scope } = c.req.valid('query')
    requireScope(base.known.case, scope)
    return c.json(factSheetView(base, scope, { principal, now: parts.now() }), 200)
  })

  app.openapi(history, async (c) => {
    const principal = requirePermission(c.get('principal'), 'read')
    const { case: caseId, field } = c.req.valid('param')
    const { base } = await deskOf(caseId)
    requireField(principal, fieldNamed(field))
    return c.json(factHistory(base, field, c.req.valid('query').scope), 200)
  })

  app.openapi(state, async (c) => {
    const by = requirePermission(c.get('principal'), 'stateFact')
    const { case: caseId } = c.req.valid('param')
    const desk = await deskOf(caseId)
    requireNames(desk)
    const { facts, estate } = desk
    const { value, language, supersedes, asOf, ...given } = c.req.valid('json')
    const field = fieldNamed(given.field)
    requireField(by, field)
    const fact: StatedFact = {
      ...given,
      value: valueOf(field, value, language),
      asOf: new Date(asOf).toISOString(),
      ...(supersedes !== undefined && { supersedes }),
    }
    checkFact(facts.log, fact, { now: parts.now(), ...(estate !== undefined && { estate }) })
    const request = await ask(caseId, by, field, askToState(caseId, fact), fact)
    return c.json(request, 200)
  })

  app.openapi(withdraw, async (c) => {
    const by = requirePermission(c.get('principal'), 'stateFact')
    const { case: caseId, fact: id } = c.req.valid('param')
    const { facts } = await deskOf(caseId)
    const { reason } = c.req.valid('json')
    const known = facts.log.stated.get(id)
    if (known !== undefined) requireField(by, fieldNamed(known.field))
    const fact = checkWithdrawal(facts.log, id, reason.trim())
    const request = await ask(caseId, by, fieldNamed(fact.field), askToWithdraw(fact, reason.trim()), fact)
    return c.json(request, 200)
  })

  async function ask(
    caseId: string,
    by: Principal,
    field: Field,
    { subject, content, contentHash }: FactRequest,
    fact: StatedFact,
  ) {
    const tenant = tenantOfScope(fact.scope)
    const request = await askForSignatures(parts, {
      caseId,
      by,
      subject,
      content,
      contentHash,
      signers: [rolesFor(field)],
      // Who knows it states it: the own signature is what makes it a fact.
      authors: [],
      scope: { tenants: tenant === undefined ? [] : [tenant], services: [] },
      reason: field.title.en,
      hours: 8,
    })
    return { request, fact: subject.name.split(' ').at(-1) ?? '' }
  }
}

/** Throws `not-found` for a judgement that is not for this reader. */
function requireField(principal: Principal, { id }: Field): void {
  if (mayReadField(principal, id)) return
  throw new AnlaufError('not-permitted', `${id} is a judgement of counsel.`, {
    hint: 'It is for legal, dpo, management and who leads.',
    context: { permission: 'readPrivileged' },
  })
}

function requireScope({ units }: { readonly units: ReadonlyMap<string, unknown> }, scope: FactScope): void {
  const tenant = tenantOfScope(scope)
  if (tenant === undefined || units.has(tenant)) return
  throw new AnlaufError('not-found', `The case has no tenant "${tenant}".`, {
    hint: 'GET /api/cases/{case}/facts lists its tenants.',
  })
}

function valueOf(
  field: Field,
  value: string | { readonly de?: string | undefined; readonly en?: string | undefined },
  language: 'de' | 'en',
): StatedFact['value'] {
  if (typeof value === 'string') return parseValue(field, value, language)
  const { de, en } = value
  return {
    ...(de !== undefined && { de: de.trim() }),
    ...(en !== undefined && { en: en.trim() }),
  }
}
