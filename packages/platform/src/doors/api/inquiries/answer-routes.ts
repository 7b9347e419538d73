import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { answersWritten } from '../../../adapters/database/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { problems } from '../http/problem-responses.ts'
import { answerShape, InquiryAnswerShape } from './inquiry-shapes.ts'

const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const written = { 200: { description: 'The answer as it is now', ...json(InquiryAnswerShape) }, ...failures }
const Text = z.string().min(1).max(8000)

const list = createRoute({
  method: 'get',
  path: '/api/inquiry-answers',
  summary: 'Answers that were written, and who approved them',
  responses: {
    200: { description: 'By id', ...json(z.object({ answers: z.array(InquiryAnswerShape) })) },
    ...failures,
  },
})

const write = createRoute({
  method: 'post',
  path: '/api/inquiry-answers',
  summary: 'Writes an answer in both languages, or writes it anew while nobody approved it',
  request: {
    body: {
      required: true,
      ...json(
        z.strictObject({
          id: z.string().max(64),
          title: z.string().max(200),
          de: Text,
          en: Text,
          tenantSpecific: z.boolean().default(false),
        }),
      ),
    },
  },
  responses: written,
})

const approve = createRoute({
  method: 'post',
  path: '/api/inquiry-answers/{answer}/approval',
  summary: 'Approves exactly the text with this hash; never by who wrote it',
  request: {
    params: z.object({ answer: z.string().max(64) }),
    body: { required: true, ...json(z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) })) },
  },
  responses: written,
})

/** What is answered: written once, approved once by somebody else, then referenced. */
export function inquiryAnswerRoutes(
  app: OpenAPIHono<ApiEnv>,
  { database, inquiryDesk, now }: ApiParts,
): void {
  app.openapi(list, async (c) => {
    requirePermission(c.get('principal'), 'readInquiries')
    return c.json({ answers: (await answersWritten(database)).map(answerShape) }, 200)
  })
  app.openapi(write, async (c) => {
    const { name: person } = requirePermission(c.get('principal'), 'answerInquiries')
    const answer = await inquiryDesk.write(c.req.valid('json'), { person, at: now().toISOString() })
    return c.json(answerShape(answer), 200)
  })
  app.openapi(approve, async (c) => {
    const { name: person } = requirePermission(c.get('principal'), 'approveAnswers')
    const { hash } = c.req.valid('json')
    const answer = await inquiryDesk.approve(c.req.valid('param').answer, hash, {
      person,
      at: now().toISOString(),
    })
    return c.json(answerShape(answer), 200)
  })
}
