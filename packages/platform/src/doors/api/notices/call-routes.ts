import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { evidenceLogWithin } from '../../../adapters/database/index.ts'
import { mailReports, noticeProofs } from '../../../adapters/mail-out/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  addressesOf,
  callOutcomes,
  callScript,
  callTasks,
  codeProof,
  type NoticeDesk,
  noticeContent,
  noticeMailKey,
  openNotices,
  proveReceipt,
} from '../../../core/notices/index.ts'
import { exerciseMark } from '../../../core/response/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { once, signatureOf } from '../commands/once.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
import { problems } from '../http/problem-responses.ts'
import { CallState } from './notice-view.ts'
import { noEstate, noticeReader } from './open-sessions.ts'

const CallRow = z
  .object({
    notice: z.string(),
    recipient: z.string(),
    tenant: z.string(),
    tenantName: z.string(),
    name: z.string().openapi({ description: 'Empty when no contact is known' }),
    phones: z.array(z.string()),
    letters: z.array(z.string()),
    isWithheld: z
      .boolean()
      .openapi({ description: 'An exercise: nobody outside is called, numbers are left out' }),
    code: z
      .string()
      .nullable()
      .openapi({ description: 'What is read back; proves that this person was reached' }),
    language: z.enum(['de', 'en']),
    script: z.array(z.string()),
    isFirstOfTenant: z.boolean().openapi({ description: 'Nobody of this customer has proved receipt yet' }),
    call: CallState,
  })
  .openapi('CallRow')

export const CallBoard = z
  .object({
    case: z.string(),
    matching: z.int(),
    hasNumbers: z.boolean().openapi({ description: 'The estate file lies on this machine' }),
    calls: z.array(CallRow),
  })
  .openapi('CallBoard')

const listCalls = createRoute({
  method: 'get',
  path: '/api/cases/{case}/calls',
  summary:
    'Whom somebody has to call, with number, script and code; customers of whom nobody is informed first',
  request: {
    params: z.object({ case: CaseId }),
    query: z.object({
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    200: { description: 'A page of calls', content: { 'application/json': { schema: CallBoard } } },
    ...problems(400, 401, 403, 404, 409, 503),
  },
})

const Name = z
  .string()
  .min(1)
  .max(150)
  .refine((text) => text.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(text), 'one line of text')

const recordCall = createRoute({
  method: 'post',
  path: '/api/cases/{case}/calls',
  summary: 'Records what came of a call; with the code that was read back it proves receipt',
  request: {
    params: z.object({ case: CaseId }),
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            notice: Name,
            recipient: Name,
            outcome: z.enum(callOutcomes),
            code: z.string().max(40).optional().openapi({ description: 'Needed for "reached"' }),
            calledAt: z.iso.datetime({ offset: true }).openapi({ format: 'date-time' }),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'It stands in the case',
      content: { 'application/json': { schema: z.object({ recipient: z.string(), proved: z.boolean() }) } },
    },
    ...problems(400, 401, 403, 404, 409, 413, 415, 429, 503),
  },
})

/** The call list. It shows names and numbers, so only whoever calls sees it. */
export function callRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const readNotices = noticeReader(parts)
  const proofs = noticeProofs(parts.database)

  app.openapi(listCalls, async (c) => {
    const { case: caseId } = c.req.valid('param')
    const { offset, limit } = c.req.valid('query')
    requirePermission(c.get('principal'), 'callTenants')
    const desk = await readNotices(caseId)
    const reading = await parts.deskSources.estate?.()
    const estate = reading !== undefined && 'estate' in reading ? reading.estate : undefined
    const tasks = callTasks(desk)
    const page = tasks.slice(offset, offset + limit)
    const codes = new Map<string, ReadonlyMap<string, string>>()
    for (const name of new Set(page.map(({ notice }) => notice)))
      codes.set(name, await proofs.codesOf(caseId, name))
    const calls = page.map((task) => callRow(desk, task, codes.get(task.notice)?.get(task.recipient), estate))
    return c.json({ case: caseId, matching: tasks.length, hasNumbers: estate !== undefined, calls }, 200)
  })

  app.openapi(recordCall, async (c) => {
    const { case: caseId } = c.req.valid('param')
    const { notice, recipient, outcome, code, calledAt } = c.req.valid('json')
    const by = requirePermission(c.get('principal'), 'callTenants')
    requireDeclared(await parts.readCase(caseId))
    const place = { case: caseId, notice, recipient }
    if (code !== undefined && !(await proofs.isCode(place, code))) {
      throw new AnlaufError('input-invalid', 'This is not the code of this person.', {
        hint: 'Compare code and line on the call list. Nothing was recorded.',
      })
    }
    const key = c.req.valid('header')['idempotency-key']
    const body = { ...place, outcome, calledAt, code: code ?? null }
    const { answer } = await once(
      parts,
      { by, key, case: caseId, command: 'recordCall', body },
      async (session) => {
        const log = evidenceLogWithin(session)
        const proved = await proveReceipt(
          log,
          await openNotices(log, caseId, noEstate),
          {
            command: 'call',
            notice,
            recipient,
            outcome,
            caller: by.name,
            calledAt: new Date(calledAt).toISOString(),
            ...(code !== undefined && outcome === 'reached' && { codeProof: codeProof(place) }),
          },
          signatureOf(by, parts.now()),
        )
        return { recipient, proved }
      },
    )
    if (answer.proved) await mailReports(parts.database).acknowledge(noticeMailKey(caseId, notice, recipient))
    return c.json(answer, 200)
  })
}

function callRow(
  desk: NoticeDesk,
  task: ReturnType<typeof callTasks>[number],
  code: string | undefined,
  estate: Estate | undefined,
): z.infer<typeof CallRow> {
  const state = desk.notices.get(task.notice)
  const ways =
    estate === undefined
      ? { name: '', mails: [], phones: [], letters: [], isWithheld: desk.case.exercise }
      : addressesOf(estate, desk.case)(task.recipient)
  const script =
    estate === undefined || state === undefined
      ? []
      : callScript(
          {
            task,
            notice: noticeContent(state),
            ways,
            code: code ?? '–',
            exercise: desk.case.exercise ? exerciseMark : undefined,
          },
          estate,
        )
  const { notice, recipient, tenant, language, isFirstOfTenant, call } = task
  return {
    notice,
    recipient,
    tenant,
    tenantName: estate?.tenants.find(({ id }) => id === tenant)?.name ?? tenant,
    name: ways.name,
    phones: [...ways.phones],
    letters: [...ways.letters],
    isWithheld: ways.isWithheld,
    code: code ?? null,
    language,
    script: [...script],
    isFirstOfTenant,
    call: { because: call.because, since: call.since, tries: [...call.tries] },
  }
}
