import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { AnlaufError } from '../../../core/failure.ts'
import {
  nextSteps,
  type NextSteps,
  planView,
  type PlanView,
  type ResponseCommand,
  scopeOf,
} from '../../../core/response/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { Said } from './said.ts'
import { say } from './say.ts'
import { type StageVerb, stageVerbs } from './stage-verbs.ts'

/** The plan of a case, and what to do now by it. */
export type PlanShown = PlanView & { readonly next: NextSteps }

const PlanBody = z.custom<PlanShown>().openapi({ type: 'object', description: 'Stages and how they stand' })
const headers = z.object({ 'idempotency-key': IdempotencyKey })
const said = {
  200: { description: 'It stands in the case', content: { 'application/json': { schema: Said } } },
  ...problems(400, 401, 403, 404, 409, 413, 415, 429, 503),
}

const showPlan = createRoute({
  method: 'get',
  path: '/api/cases/{case}/plan',
  summary: 'The plan that a case follows: how each stage stands, what is missing, what to do now',
  request: {
    params: z.object({ case: CaseId }),
    query: z.object({ instances: z.coerce.number().int().min(0).max(1_000).default(20) }),
  },
  responses: {
    200: { description: 'The plan as it stands', content: { 'application/json': { schema: PlanBody } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

const adoptPlan = createRoute({
  method: 'post',
  path: '/api/cases/{case}/plan',
  summary: 'Lets a case follow the plan of the workplace, for what the declaration names as attacked',
  request: {
    params: z.object({ case: CaseId }),
    headers,
    body: { required: true, content: { 'application/json': { schema: z.strictObject({}) } } },
  },
  responses: said,
})

function stageRoute<Verb extends StageVerb>(verb: Verb) {
  return createRoute({
    method: 'post',
    path: `/api/cases/{case}/stages/{stage}/${verb}`,
    summary: stageVerbs[verb].summary,
    request: {
      params: z.object({
        case: CaseId,
        stage: z.string().min(1).max(300).openapi({ param: { name: 'stage', in: 'path' }, example: 'release-service@share' }),
      }),
      headers,
      body: { required: true, content: { 'application/json': { schema: stageVerbs[verb].body } } },
    },
    responses: said,
  })
} // prettier-ignore

/** The plan over HTTP: people say in their own name what they did; what the engine proves needs no word. */
export function planRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.openapi(showPlan, async (c) => {
    const { state, response } = requireDeclared(await parts.readCase(c.req.valid('param').case))
    const now = parts.now().toISOString()
    const view = planView(response, { now, instances: c.req.valid('query').instances })
    if (view === undefined) throw noPlan(state.id)
    return c.json({ ...view, next: nextSteps(response, { now }) }, 200)
  })

  app.openapi(adoptPlan, async (c) => {
    const { case: caseId } = c.req.valid('param')
    requirePermission(c.get('principal'), 'adoptPlan')
    const { state } = requireDeclared(await parts.readCase(caseId))
    const answer = await say(parts, {
      caseId,
      principal: c.get('principal'),
      permission: 'adoptPlan',
      key: c.req.valid('header')['idempotency-key'],
      body: {},
      command: (person) => {
        const desk = requireDesk(parts.desk)
        const estate = desk.estate()
        const attacked = state.systems ?? estate.systems.map(({ id }) => id)
        return { command: 'adoptPlan', plan: desk.plan(), elements: scopeOf(estate, attacked), person }
      },
    })
    return c.json({ ...answer, appended: [...answer.appended] }, 200)
  })

  for (const verb of Object.keys(stageVerbs) as StageVerb[]) {
    app.openapi(stageRoute(verb), async (c) => {
      const { case: caseId, stage } = c.req.valid('param')
      const body = c.req.valid('json') as Record<string, unknown>
      const answer = await say(parts, {
        caseId,
        principal: c.get('principal'),
        permission: 'carryOut',
        key: c.req.valid('header')['idempotency-key'],
        body: { stage, ...body },
        command: (person) =>
          ({ command: stageVerbs[verb].command, ...body, stage, person }) as ResponseCommand,
      })
      return c.json({ ...answer, appended: [...answer.appended] }, 200)
    })
  }
}

function noPlan(caseId: string): AnlaufError {
  return new AnlaufError('not-found', `The case ${caseId} follows no plan.`, {
    hint: `POST /api/cases/${caseId}/plan lets it follow the one of the workplace; "anlauf case adopt" takes any.`,
  })
}
