import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import type { Command } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { CaseId } from '../cases/case-view.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
import { problems } from '../http/problem-responses.ts'
import { commandBodies, type CommandName, commandNames, elsewhere } from './command-bodies.ts'
import { execute } from './execute.ts'

const Done = z
  .object({
    case: z.string(),
    seq: z.int().openapi({ description: 'Number of the last entry, for the next If-Match' }),
    appended: z.array(z.object({ seq: z.int(), kind: z.string(), at: z.string() })),
  })
  .openapi('Done')

const Headers = z.object({
  'if-match': z
    .string()
    .regex(/^"?\d{1,15}"?$/)
    .openapi({ description: 'The ETag, or `seq`, of the case that the decision is about' }),
  'idempotency-key': IdempotencyKey,
})

function commandRoute(name: CommandName) {
  return createRoute({
    method: 'post',
    path: `/api/cases/{case}/commands/${name}`,
    summary: summaries[name],
    request: {
      params: z.object({ case: CaseId }),
      headers: Headers,
      body: { required: true, content: { 'application/json': { schema: commandBodies[name] } } },
    },
    responses: {
      200: {
        description: 'It happened; repeated under the same key, the answer of the first time',
        content: { 'application/json': { schema: Done } },
      },
      ...problems(400, 401, 403, 404, 409, 413, 415, 429, 503),
    },
  })
}

const summaries: Readonly<Record<CommandName, string>> = {
  registerApprover: 'Who may approve, with which key',
  approve: 'One of the two signatures that a release needs',
  decideQueue: 'A signed decision about what was written near the incident',
  close: 'Ends the case; nothing can be added afterwards',
}

/** What people decide. Whether they may is checked in `execute`, once for all commands. */
export function commandRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  for (const name of commandNames) {
    app.openapi(commandRoute(name), async (c) => {
      const { 'if-match': ifMatch, 'idempotency-key': key } = c.req.valid('header')
      const { answer, isRepeated } = await execute(parts, {
        caseId: c.req.valid('param').case,
        command: { command: name, ...c.req.valid('json') } as Command,
        ifMatch: Number(ifMatch.replaceAll('"', '')),
        key,
        principal: c.get('principal'),
      })
      if (isRepeated) c.header('Idempotency-Replayed', 'true')
      return c.json(JSON.parse(answer) as z.infer<typeof Done>, 200)
    })
  }
  app.post('/api/cases/:case/commands/:name', (c) => {
    const name = c.req.param('name')
    const program = Object.hasOwn(elsewhere, name) ? elsewhere[name as keyof typeof elsewhere] : undefined
    throw new AnlaufError('not-found', `There is no command "${name}" here.`, {
      hint:
        program === undefined
          ? `There are: ${commandNames.join(', ')}.`
          : `${program.startsWith('/') ? 'POST' : 'Use'} ${program}.`,
    })
  })
}
