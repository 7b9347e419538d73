import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { siteStates } from '../../../adapters/database/index.ts'
import { contentKinds } from '../../../core/messages/index.ts'
import { tellingsOf } from '../../../core/response/index.ts'
import { parseDraftFile, reviewDraft, templateFile } from '../../../core/updates/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
import { inTheirLanguage } from '../http/in-their-language.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { Said } from '../response/said.ts'
import { askForText } from './ask-for-text.ts'
import { sayWord } from './say-word.ts'
import { wordView, WordView } from './word-view.ts'

const Name = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u)
const Text = z.string().min(1).max(100_000).openapi({ description: 'As "anlauf inform draft" takes it' })
const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ body: { required: true, ...json(schema) } })
const headers = z.object({ 'idempotency-key': IdempotencyKey })
const ofCase = z.object({ case: CaseId })
const ofDraft = z.object({ case: CaseId, update: Name.openapi({ param: { name: 'update', in: 'path' } }) })
const said = { 200: { description: 'It stands in the case', ...json(Said) }, ...failures }

const show = createRoute({
  method: 'get',
  path: '/api/cases/{case}/word',
  summary: 'What is said and what waits to be said: drafts, publications, promises, corrections',
  request: { params: ofCase },
  responses: {
    200: { description: 'The desk as it stands', ...json(WordView) },
    ...problems(400, 401, 403, 404, 503),
  },
})

const template = createRoute({
  method: 'get',
  path: '/api/word-templates/{kind}',
  summary: 'A draft file of a kind, with slots to fill in',
  request: {
    params: z.object({ kind: z.enum(contentKinds).openapi({ param: { name: 'kind', in: 'path' } }) }),
  },
  responses: {
    200: { description: 'The file', ...json(z.object({ text: z.string() })) },
    ...problems(400, 401, 403, 503),
  },
})

const Checked = z.object({
  findings: z.array(
    z.object({ kind: z.string(), language: z.enum(['de', 'en']), found: z.string(), hint: z.string() }),
  ),
  problem: z.object({ message: z.string(), hint: z.string() }).nullable(),
})

const check = createRoute({
  method: 'post',
  path: '/api/cases/{case}/word/check',
  summary: 'What review would say of a text; nothing is recorded',
  request: { params: ofCase, ...body(z.strictObject({ text: Text })) },
  responses: { 200: { description: 'All findings', ...json(Checked) }, ...failures },
})

const draft = createRoute({
  method: 'post',
  path: '/api/cases/{case}/word/drafts/{update}',
  summary: 'Puts a text into review; one with findings is refused and not recorded',
  request: {
    params: ofDraft,
    headers,
    ...body(z.strictObject({ text: Text, sameMeaning: z.boolean().default(false) })),
  },
  responses: said,
})

const ask = createRoute({
  method: 'post',
  path: '/api/cases/{case}/word/drafts/{update}/approval',
  summary: 'Asks those for signatures who answer for a text of this kind, on exactly this text',
  request: {
    params: ofDraft,
    ...body(
      z.strictObject({ reason: z.string().min(1).max(2000), hours: z.number().min(0.25).max(72).default(8) }),
    ),
  },
  responses: {
    200: { description: 'The request', ...json(z.object({ request: z.string() })) },
    ...failures,
  },
})

const publish = createRoute({
  method: 'post',
  path: '/api/cases/{case}/word/drafts/{update}/publication',
  summary: 'Publishes an approved text; every check runs again',
  request: { params: ofDraft, headers, ...body(z.strictObject({})) },
  responses: said,
})

/** The word to the outside: written, checked, approved, published. The site itself is written by "anlauf site". */
export function wordRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.openapi(show, async (c) => {
    const snapshot = requireDeclared(await parts.readCase(c.req.valid('param').case))
    const [site] = await siteStates(parts.database, snapshot.state.id)
    return c.json(wordView(snapshot, parts.now(), site), 200)
  })

  app.openapi(template, (c) => {
    requirePermission(c.get('principal'), 'read')
    return c.json({ text: templateFile(c.req.valid('param').kind) }, 200)
  })

  app.openapi(check, async (c) => {
    requirePermission(c.get('principal'), 'writeWord')
    const { desk, response } = requireDeclared(await parts.readCase(c.req.valid('param').case))
    const typed = parseDraftFile('check', c.req.valid('json').text)
    const { findings, problem } = reviewDraft(desk, typed, {
      estate: requireDesk(parts.desk).estate(),
      now: parts.now(),
      ...tellingsOf(response),
    })
    const say = inTheirLanguage(c)
    return c.json(
      {
        findings: findings.map((one) => ({ ...one, hint: say(one.hint) })),
        problem: problem === undefined ? null : { message: say(problem.message), hint: say(problem.hint) },
      },
      200,
    )
  })

  app.openapi(draft, async (c) => {
    const principal = requirePermission(c.get('principal'), 'writeWord')
    const { case: caseId, update } = c.req.valid('param')
    const { text, sameMeaning } = c.req.valid('json')
    const answer = await sayWord(parts, {
      caseId,
      principal,
      permission: 'writeWord',
      key: c.req.valid('header')['idempotency-key'],
      command: { command: 'draft', draft: parseDraftFile(update, text), sameMeaning },
    })
    return c.json({ ...answer, appended: [...answer.appended] }, 200)
  })

  app.openapi(ask, async (c) => {
    const by = requirePermission(c.get('principal'), 'requestApproval')
    const { case: caseId, update } = c.req.valid('param')
    return c.json({ request: await askForText(parts, { caseId, update, by, ...c.req.valid('json') }) }, 200)
  })

  app.openapi(publish, async (c) => {
    const { case: caseId, update } = c.req.valid('param')
    const answer = await sayWord(parts, {
      caseId,
      principal: c.get('principal'),
      permission: 'publishWord',
      key: c.req.valid('header')['idempotency-key'],
      command: { command: 'publish', update },
    })
    return c.json({ ...answer, appended: [...answer.appended] }, 200)
  })
}
