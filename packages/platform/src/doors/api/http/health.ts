import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { problems } from './problem-responses.ts'

const route = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Does the server work, and does its database answer',
  security: [],
  responses: {
    200: {
      description: 'Both do',
      content: { 'application/json': { schema: z.object({ status: z.literal('ok') }) } },
    },
    ...problems(503),
  },
})

export function health(app: OpenAPIHono<ApiEnv>, { database }: ApiParts): void {
  app.openapi(route, async (c) => {
    await database.query('select 1')
    return c.json({ status: 'ok' as const }, 200)
  })
}
