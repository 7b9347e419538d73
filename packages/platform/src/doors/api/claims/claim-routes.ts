import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { AnlaufError } from '../../../core/failure.ts'
import { claimClasses, claimStates } from '../../../core/messages/index.ts'
import {
  askForClaim,
  askToTakeBack,
  claimProblem,
  claimRoles,
  claimSigners,
  composedClaim,
  correctedBy,
  type Desk,
  deskRefusedError,
  standingHash,
  usesOf,
} from '../../../core/updates/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { askForSignatures } from '../approvals/ask-for-signatures.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { inTheirLanguage } from '../http/in-their-language.ts'
import { notAhead } from '../http/not-ahead.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { claimsView, ClaimsView } from './claim-view.ts'

const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ body: { required: true, ...json(schema) } })
const ofCase = z.object({ case: CaseId })
const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
const Sentences = z.string().trim().min(1).max(1000)
const hours = z
  .number()
  .min(0.25)
  .max(72)
  .default(8)
  .openapi({ description: 'How long signatures are collected' })

const typed = {
  claim: Name.openapi({ description: 'Its name in texts: {claim:NAME}', example: 'outflow' }),
  class: z.enum(claimClasses),
  state: z.enum(claimStates),
  scope: z.array(z.string().min(1).max(64)).max(200).default([]).openapi({ description: 'Ids of services; empty: all' }),
  wording: z
    .strictObject({ de: Sentences, en: Sentences })
    .optional()
    .openapi({ description: 'Own sentences; without them the ready ones' }),
  evidence: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(100).default([]),
  asOf: z.iso.datetime({ offset: true }).openapi({ format: 'date-time' }),
} // prettier-ignore

const show = createRoute({
  method: 'get',
  path: '/api/cases/{case}/claims',
  summary:
    'The register of claims: what the house says of each harm, where it stands, and what was said otherwise',
  request: { params: ofCase },
  responses: { 200: { description: 'The register', ...json(ClaimsView) }, ...failures },
})

export const CheckedClaim = z
  .object({
    wording: z.object({ de: z.string(), en: z.string() }),
    takes: z.array(z.array(z.string())).openapi({ description: 'Whose signatures: a person of each list' }),
    corrects: z.array(z.int()).openapi({ description: 'Updates in public that would have to be corrected' }),
    drafts: z.array(z.string()).openapi({ description: 'Drafts whose signatures would end' }),
    problem: z.object({ message: z.string(), hint: z.string() }).nullable(),
    findings: z.array(
      z.object({ kind: z.string(), language: z.enum(['de', 'en']), found: z.string(), hint: z.string() }),
    ),
  })
  .openapi('CheckedClaim')

const check = createRoute({
  method: 'post',
  path: '/api/cases/{case}/claims/check',
  summary: 'What would be signed, what speaks against it, and what it would do; nothing is recorded',
  request: { params: ofCase, ...body(z.strictObject(typed)) },
  responses: { 200: { description: 'The statement', ...json(CheckedClaim) }, ...failures },
})

const asked = {
  200: {
    description: 'It is in force once signed: POST /api/cases/{case}/approvals/{request}/options',
    ...json(z.object({ request: z.string() })),
  },
  ...failures,
}

const state = createRoute({
  method: 'post',
  path: '/api/cases/{case}/claims',
  summary:
    'Asks for the signatures under a statement; "excluded" takes two people of forensics, dpo and legal',
  request: {
    params: ofCase,
    ...body(z.strictObject({ ...typed, reason: z.string().trim().min(1).max(2000), hours })),
  },
  responses: asked,
})

const takeBack = createRoute({
  method: 'post',
  path: '/api/cases/{case}/claims/{claim}/withdrawal',
  summary: 'Asks for the signature that takes a claim back, where nothing takes its place',
  request: {
    params: z.object({ case: CaseId, claim: Name.openapi({ param: { name: 'claim', in: 'path' } }) }),
    ...body(z.strictObject({ reason: z.string().trim().min(1).max(200), hours })),
  },
  responses: asked,
})

/** The register of claims: read, stated and taken back, each under signatures of passkeys. */
export function claimRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const deskOf = async (caseId: string): Promise<Desk> => requireDeclared(await parts.readCase(caseId)).desk
  const estate = () => requireDesk(parts.desk).estate()

  app.openapi(show, async (c) => {
    requirePermission(c.get('principal'), 'read')
    const snapshot = requireDeclared(await parts.readCase(c.req.valid('param').case))
    return c.json(claimsView(snapshot, parts.desk?.estate(), parts.now().toISOString()), 200)
  })

  app.openapi(check, async (c) => {
    requirePermission(c.get('principal'), 'stateClaim')
    const desk = await deskOf(c.req.valid('param').case)
    const { asOf, ...said } = c.req.valid('json')
    const statement = composedClaim({ ...said, asOf: notAhead(asOf, parts.now()) }, estate())
    const problem = claimProblem(desk, statement, estate())
    const say = inTheirLanguage(c)
    return c.json(
      {
        wording: { ...statement.wording },
        takes: claimSigners(statement.state).map((roles) => [...roles]),
        corrects: [...correctedBy(desk, statement)],
        drafts: [...usesOf(desk, statement.claim).drafts],
        problem: problem === undefined ? null : { message: say(problem.message), hint: say(problem.hint) },
        findings: (problem?.findings ?? []).map((one) => ({ ...one, hint: say(one.hint) })),
      },
      200,
    )
  })

  app.openapi(state, async (c) => {
    const by = requirePermission(c.get('principal'), 'stateClaim')
    const { case: caseId } = c.req.valid('param')
    const { asOf, reason, hours: open, ...said } = c.req.valid('json')
    const desk = await deskOf(caseId)
    const known = notAhead(asOf, parts.now())
    requirePast(known, parts.now())
    const statement = composedClaim({ ...said, asOf: known }, estate())
    const problem = claimProblem(desk, statement, estate())
    if (problem !== undefined) throw deskRefusedError(problem)
    const standing = standingHash(desk.claims.get(statement.claim) ?? {})
    const request = askForClaim(caseId, statement, standing)
    if (request.contentHash === standing) throw saidAlready(statement.claim)
    const id = await askForSignatures(parts, {
      caseId,
      by,
      ...request,
      signers: claimSigners(statement.state),
      sameRole: true,
      // Who knows it states it, as with a key in a file; two have to know it for "excluded".
      authors: [],
      scope: { tenants: [], services: statement.scope },
      reason,
      hours: open,
    })
    return c.json({ request: id }, 200)
  })

  app.openapi(takeBack, async (c) => {
    const by = requirePermission(c.get('principal'), 'stateClaim')
    const { case: caseId, claim } = c.req.valid('param')
    const { reason, hours: open } = c.req.valid('json')
    const known = (await deskOf(caseId)).claims.get(claim)
    if (known?.inForce === undefined) throw nothingInForce(claim)
    const id = await askForSignatures(parts, {
      caseId,
      by,
      ...askToTakeBack(caseId, claim, standingHash(known), reason),
      signers: [claimRoles],
      authors: [],
      scope: { tenants: [], services: known.inForce.scope },
      reason,
      hours: open,
    })
    return c.json({ request: id }, 200)
  })
}

/** Nobody knows what will be. */
function requirePast(asOf: string, now: Date): void {
  if (Date.parse(asOf) <= now.getTime()) return
  throw new AnlaufError('input-invalid', 'The knowledge cannot reach into the future.', {
    hint: '"asOf" is when it was last looked at.',
  })
}

function saidAlready(claim: string): AnlaufError {
  return new AnlaufError('input-invalid', `The register says or said exactly this of "${claim}".`, {
    hint: 'To say it again, give a new "as of".',
  })
}

function nothingInForce(claim: string): AnlaufError {
  return new AnlaufError('not-found', `Nothing is in force under "${claim}".`, {
    hint: 'GET /api/cases/{case}/claims lists the register. A statement that waits is called off under its request.',
  })
}
