import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { inquiryFigures } from '../../../adapters/database/index.ts'
import { closingCriteria, customersReached } from '../../../core/response/index.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
import { problems } from '../http/problem-responses.ts'
import { Said } from './said.ts'
import { say } from './say.ts'

const Time = z.iso.datetime({ offset: true })

const Closing = z
  .object({
    seq: z.int().openapi({ description: 'What "If-Match" of the command "close" takes' }),
    closed: z.boolean(),
    criteria: z.array(
      z.object({
        name: z.object({ de: z.string(), en: z.string() }),
        open: z.array(z.string()).openapi({ description: 'What still lacks, the first hundred' }),
        openCount: z.int(),
      }),
    ),
    reached: z
      .object({
        affected: z.int(),
        provedByLink: z.int(),
        provedByCall: z.int(),
        posted: z.int().openapi({ description: 'A signed statement went to the post, no receipt yet' }),
        notReached: z.int(),
        first: z.string().optional().openapi({ description: 'When the first of them was written to' }),
        last: z.string().optional(),
      })
      .openapi({ description: 'Customers who were hit, by how they heard of it by name' }),
    inquiries: z
      .object({ promises: z.int(), breaches: z.int() })
      .openapi({ description: 'Answers that were promised by a time, and those that came late' }),
    review: z.object({ at: Time, until: Time, person: z.string() }).nullable(),
  })
  .openapi('Closing')

/** How far a case is from its end. */
export type ClosingShape = z.infer<typeof Closing>

const showClosing = createRoute({
  method: 'get',
  path: '/api/cases/{case}/closing',
  summary: 'What has to hold before the case ends, and what still lacks',
  request: { params: z.object({ case: CaseId }) },
  responses: {
    200: { description: 'The conditions', content: { 'application/json': { schema: Closing } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

const setReview = createRoute({
  method: 'post',
  path: '/api/cases/{case}/review',
  summary: 'Sets until when the house has looked back at the case; without it no case ends',
  request: {
    params: z.object({ case: CaseId }),
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: {
      required: true,
      content: { 'application/json': { schema: z.strictObject({ until: Time }) } },
    },
  },
  responses: {
    200: { description: 'It stands in the case', content: { 'application/json': { schema: Said } } },
    ...problems(400, 401, 403, 404, 409, 413, 415, 429, 503),
  },
})

/** How a case ends: its conditions, and the date of the review. The end itself is the command "close". */
export function closeRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.openapi(showClosing, async (c) => {
    const { case: caseId } = c.req.valid('param')
    const { state, response, seq } = requireDeclared(await parts.readCase(caseId))
    const criteria = closingCriteria(response, parts.now().toISOString()).map(({ name, open }) => ({
      name,
      open: open.slice(0, 100),
      openCount: open.length,
    }))
    const { promises, breaches } = await inquiryFigures(parts.database, parts.now(), caseId)
    return c.json(
      {
        seq,
        closed: state.status === 'closed',
        criteria,
        reached: customersReached(response),
        inquiries: { promises, breaches },
        review: response.review ?? null,
      },
      200,
    )
  })

  app.openapi(setReview, async (c) => {
    const until = new Date(c.req.valid('json').until).toISOString()
    const { seq, appended } = await say(parts, {
      caseId: c.req.valid('param').case,
      principal: c.get('principal'),
      permission: 'close',
      key: c.req.valid('header')['idempotency-key'],
      body: { until },
      command: (person) => ({ command: 'beginReview', person, until }),
    })
    return c.json({ seq, appended: [...appended] }, 200)
  })
}
