import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { type ApprovalRequest, lettersOf } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  lettersToRead,
  lettersUnread,
  type StatementDesk,
  wordingsOf,
} from '../../../core/statements/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requestNamed } from '../approvals/sign.ts'
import { CaseId } from '../cases/case-view.ts'
import { signatureOf } from '../commands/once.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { askForLetters } from './ask-for-letters.ts'
import { keptLetter, letterText, toldBefore } from './letter-text.ts'
import { noteShown, requireShown } from './letter-shown.ts'
import { LettersToRead, LetterView, letterView } from './letter-view.ts'
import { statementReader } from './statement-reader.ts'

const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)
const RequestId = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/)
const Tenant = z.string().min(1).max(200)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ body: { required: true, ...json(schema) } })
const Role = z
  .enum(['dpo', 'forensics'])
  .openapi({ description: 'As whom you sign; absent: by your own roles' })
const ofRequest = z.object({ case: CaseId, request: RequestId })
const ofLetter = z.object({ case: CaseId, request: RequestId, tenant: Tenant })

const ask = createRoute({
  method: 'post',
  path: '/api/cases/{case}/statements/approval',
  summary: 'Asks "dpo" and "forensics" to sign the present letters, all under one hash',
  request: {
    params: z.object({ case: CaseId }),
    ...body(
      z.strictObject({
        tenants: z
          .array(Tenant)
          .min(1)
          .max(10_000)
          .optional()
          .openapi({ description: 'Absent: all letters that wait for signatures' }),
        reason: z.string().min(1).max(2000),
        hours: z.number().min(0.25).max(72).default(24),
      }),
    ),
  },
  responses: {
    200: {
      description: 'The request',
      ...json(z.object({ request: z.string(), letters: z.int(), marked: z.array(z.string()) })),
    },
    ...failures,
  },
})

const toRead = createRoute({
  method: 'get',
  path: '/api/cases/{case}/approvals/{request}/letters',
  summary: 'Which letters of a request you have to open before you sign them all',
  request: { params: ofRequest, query: z.object({ role: Role.optional() }) },
  responses: { 200: { description: 'The letters', ...json(LettersToRead) }, ...failures },
})

const show = createRoute({
  method: 'get',
  path: '/api/cases/{case}/approvals/{request}/letters/{tenant}',
  summary: 'One letter of a request, to the letter',
  request: { params: ofLetter },
  responses: { 200: { description: 'The letter', ...json(LetterView) }, ...failures },
})

const seen = createRoute({
  method: 'post',
  path: '/api/cases/{case}/approvals/{request}/letters/{tenant}/seen',
  summary: 'Records that you opened a letter of a request; this session has to have got its text',
  request: { params: ofLetter, ...body(z.strictObject({})) },
  responses: {
    200: { description: 'It stands in the case', ...json(z.object({ tenant: Tenant })) },
    ...failures,
  },
})

/** Letters that people sign together: asked for, read, marked as read. Signed they are like everything else. */
export function askedLetterRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.openapi(ask, async (c) => {
    const by = requirePermission(c.get('principal'), 'requestApproval')
    const { tenants, reason, hours } = c.req.valid('json')
    const { case: caseId } = c.req.valid('param')
    const asked = await askForLetters(parts, { caseId, by, tenants, reason, hours })
    return c.json({ ...asked, marked: [...asked.marked] }, 200)
  })

  app.openapi(toRead, async (c) => {
    const { name: person, roles } = requirePermission(c.get('principal'), 'readStatements')
    const { case: caseId, request: id } = c.req.valid('param')
    const role = c.req.valid('query').role ?? (roles.includes('dpo') ? 'dpo' : 'forensics')
    const { desk } = await statementReader(parts)(caseId)
    const { request, listed } = askedLetters(desk, id)
    const unread = new Set(lettersUnread(desk, id, { person, role }))
    return c.json(
      {
        letters: listed.letters.length,
        wordings: wordingsOf(desk, request),
        toRead: lettersToRead(desk, request, role).map((one) => ({
          ...one,
          isRead: !unread.has(one.tenant),
        })),
        unread: unread.size,
      },
      200,
    )
  })

  app.openapi(show, async (c) => {
    const by = requirePermission(c.get('principal'), 'readStatements')
    const { case: caseId, request, tenant } = c.req.valid('param')
    const { desk } = await statementReader(parts)(caseId)
    const letter = askedLetters(desk, request).listed.letters.find((one) => one.tenant === tenant)
    if (letter === undefined) throw noLetter(tenant)
    const estate = requireDesk(parts.desk).estate()
    const text = letterText(await keptLetter(parts, caseId, letter), estate, parts.now())
    await noteShown(parts.database, by, { caseId, request, tenant }, parts.now())
    const told = await toldBefore(parts, desk, { tenant, revision: text.content.revision })
    return c.json(letterView(text, letter.contentHash, estate, told), 200)
  })

  app.openapi(seen, async (c) => {
    const by = requirePermission(c.get('principal'), 'signLetters')
    const { case: caseId, request, tenant } = c.req.valid('param')
    const session = await statementReader(parts)(caseId)
    await requireShown(parts.database, by, { caseId, request, tenant })
    await session.execute(
      { command: 'see', request, person: by.name, tenants: [tenant] },
      signatureOf(by, parts.now()),
    )
    return c.json({ tenant }, 200)
  })
}

function askedLetters(
  { case: state }: StatementDesk,
  id: string,
): { readonly request: ApprovalRequest; readonly listed: NonNullable<ReturnType<typeof lettersOf>> } {
  const request = requestNamed(state, id)
  const listed = request.subject.kind === 'letters' ? lettersOf(request) : undefined
  if (listed !== undefined) return { request, listed }
  throw new AnlaufError('not-found', 'This request is not about letters.', {
    hint: 'What it is about stands in the request itself.',
  })
}

function noLetter(tenant: string): AnlaufError {
  return new AnlaufError('not-found', `The request has no letter of "${tenant}".`, {
    hint: 'Take the letters that it lists.',
  })
}
