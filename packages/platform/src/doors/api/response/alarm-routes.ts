import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { roles } from '../../../core/emergency-plan/index.ts'
import type { ResponseCommand } from '../../../core/response/index.ts'
import type { Permission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { CaseId } from '../cases/case-view.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { say } from './say.ts'
import { Said } from './said.ts'

const Line = z.string().trim().min(1).max(500)
const Person = z.strictObject({
  person: z.string().min(1).max(64).openapi({ description: 'Id in the roster' }),
})
const Reason = z.strictObject({ reason: Line })
const Role = z.enum(roles).openapi({ param: { name: 'role', in: 'path' } })

function asking<Body extends z.ZodType, Path extends string, Params extends z.ZodRawShape>(
  path: Path,
  { summary, body, params }: { summary: string; body: Body; params: Params },
) {
  return createRoute({
    method: 'post',
    path,
    summary,
    request: {
      params: z.object({ case: CaseId, ...params }),
      headers: z.object({ 'idempotency-key': IdempotencyKey }),
      body: { required: true, content: { 'application/json': { schema: body } } },
    },
    responses: {
      200: { description: 'It stands in the case', content: { 'application/json': { schema: Said } } },
      ...problems(400, 401, 403, 404, 409, 413, 415, 429, 503),
    },
  })
}

const takeRoster = asking('/api/cases/{case}/roster', {
  summary: 'Lets the case know who there is: ids, roles and kinds of channels of the roster of the workplace',
  body: z.strictObject({}),
  params: {},
})
const raise = asking('/api/cases/{case}/alarm', {
  summary: 'Calls the task force, and goes on with deputies until every role has answered',
  body: Reason,
  params: {},
})
const answer = asking('/api/cases/{case}/alarm/answers', {
  summary: 'Somebody answered and comes; who enters it is recorded',
  body: Person,
  params: {},
})
const end = asking('/api/cases/{case}/alarm/end', {
  summary: 'Nobody is called any more',
  body: Reason,
  params: {},
})
const takeRole = asking('/api/cases/{case}/roles/{role}', {
  summary: 'Somebody has a role from now on; who has one hands it over with "anlauf case handover"',
  body: Person,
  params: { role: Role },
})

/** The people of a case: who there is, who is called, who came, who has which role. */
export function alarmRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.openapi(takeRoster, async (c) => {
    const command = (person: string): ResponseCommand => ({
      command: 'takeRoster',
      roster: requireDesk(parts.desk).roster(),
      person,
    })
    const from = { ...c.req.valid('param'), ...c.req.valid('header'), principal: c.get('principal') }
    return c.json(await said(from, { permission: 'takeRoster', body: {}, command }), 200)
  })

  app.openapi(raise, async (c) => {
    const { reason } = c.req.valid('json')
    const command = (person: string): ResponseCommand => {
      // Who raises an alarm here expects that somebody is called: without the file nobody could be.
      requireDesk(parts.desk).roster()
      return { command: 'raiseAlarm', reason, person }
    }
    const from = { ...c.req.valid('param'), ...c.req.valid('header'), principal: c.get('principal') }
    return c.json(await said(from, { permission: 'raiseAlarm', body: { reason }, command }), 200)
  })

  app.openapi(answer, async (c) => {
    const { person } = c.req.valid('json')
    const command = (recordedBy: string) => ({ command: 'acknowledge', person, recordedBy }) as const
    const from = { ...c.req.valid('param'), ...c.req.valid('header'), principal: c.get('principal') }
    return c.json(await said(from, { permission: 'carryOut', body: { person }, command }), 200)
  })

  app.openapi(end, async (c) => {
    const { reason } = c.req.valid('json')
    const command = (person: string) => ({ command: 'endAlarm', reason, person }) as const
    const from = { ...c.req.valid('param'), ...c.req.valid('header'), principal: c.get('principal') }
    return c.json(await said(from, { permission: 'raiseAlarm', body: { reason }, command }), 200)
  })

  app.openapi(takeRole, async (c) => {
    const { person } = c.req.valid('json')
    const { role } = c.req.valid('param')
    const command = (recordedBy: string) => ({ command: 'takeRole', role, person, recordedBy }) as const
    const from = { ...c.req.valid('param'), ...c.req.valid('header'), principal: c.get('principal') }
    return c.json(await said(from, { permission: 'carryOut', body: { role, person }, command }), 200)
  })

  async function said(from: From, asked: Asked): Promise<z.infer<typeof Said>> {
    const { case: caseId, 'idempotency-key': key, principal } = from
    const { seq, appended } = await say(parts, { caseId, key, principal, ...asked })
    return { seq, appended: [...appended] }
  }
}

interface From {
  readonly case: string
  readonly 'idempotency-key': string
  readonly principal: Principal | undefined
}

interface Asked {
  readonly permission: Permission
  readonly body: object
  readonly command: (person: string) => ResponseCommand
}
