import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { rosterView, type RosterView } from '../../../core/response/index.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { problems } from '../http/problem-responses.ts'

/** Who carries a case; `roster` is null while it has none and nobody took a role. */
export interface RosterShown {
  readonly seq: number
  readonly asOf: string
  readonly roster: RosterView | null
}

const RosterBody = z.custom<RosterShown>().openapi({ type: 'object', description: 'Roles, people, alarm' })

const showRoster = createRoute({
  method: 'get',
  path: '/api/cases/{case}/roster',
  summary: 'Who has which role, who is called for it and who answered; no numbers and no addresses',
  request: { params: z.object({ case: CaseId }) },
  responses: {
    200: { description: 'The roster', content: { 'application/json': { schema: RosterBody } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

export function rosterRoutes(app: OpenAPIHono<ApiEnv>, { readCase, now }: ApiParts): void {
  app.openapi(showRoster, async (c) => {
    const { response, seq, asOf } = requireDeclared(await readCase(c.req.valid('param').case))
    const roster = rosterView(response, { now: now().toISOString() }) ?? null
    return c.json({ seq, asOf, roster } satisfies RosterShown, 200)
  })
}
