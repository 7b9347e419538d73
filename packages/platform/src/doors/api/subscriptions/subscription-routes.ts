import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import {
  endpointQueues,
  endpointsOf,
  subscriptionCounts,
  subscriptionsAfter,
  tellingsOf,
} from '../../../adapters/database/index.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { problems } from '../http/problem-responses.ts'

const Count = z.int().min(0)
const Time = z.string().openapi({ format: 'date-time' })

export const SubscriptionBoard = z
  .object({
    case: z.string(),
    counts: z.object({ pending: Count, confirmed: Count, held: Count, ended: Count }),
    quarantine: z
      .array(
        z.object({
          id: z.string(),
          why: z.enum(['bounced', 'policy-refused', 'complaint']),
          since: Time,
          language: z.enum(['de', 'en']),
          kinds: z.enum(['all', 'releases', 'advisories']),
          services: z.array(z.string()),
        }),
      )
      .openapi({ description: 'Whose mail came back, by id; the first 200. Released on the command line' }),
    told: z.array(
      z.object({
        number: z.int(),
        recipients: Count,
        doneAt: Time.nullable().openapi({
          description: 'Null while mails are still being put into the spool',
        }),
      }),
    ),
    webhooks: z.array(
      z.object({
        id: z.string(),
        place: z
          .string()
          .openapi({ description: 'The server; what follows it may be a secret of its owner' }),
        flavour: z.enum(['standard', 'slack', 'teams', 'matrix']),
        tenant: z.string().nullable(),
        stage: z.enum(['active', 'paused', 'held', 'disabled']),
        why: z.string().nullable(),
        waiting: Count,
        delivered: Count,
        givenUp: Count,
        withheld: Count,
      }),
    ),
  })
  .openapi('SubscriptionBoard')

const mostHeld = 200

const showSubscriptions = createRoute({
  method: 'get',
  path: '/api/cases/{case}/subscriptions',
  summary:
    'How many get the updates by mail, who is in quarantine, which programs hear of the case; no address',
  request: { params: z.object({ case: CaseId }) },
  responses: {
    200: { description: 'The board', content: { 'application/json': { schema: SubscriptionBoard } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

/** Subscriptions and webhooks as screens may show them: counts, ids, reasons. Addresses never leave by HTTP. */
export function subscriptionRoutes(app: OpenAPIHono<ApiEnv>, { database, readCase }: ApiParts): void {
  app.openapi(showSubscriptions, async (c) => {
    const { case: caseId } = c.req.valid('param')
    requireDeclared(await readCase(caseId))
    const held = await subscriptionsAfter(database, caseId, { after: '', limit: mostHeld, heldOnly: true })
    const queues = new Map((await endpointQueues(database, caseId)).map((queue) => [queue.endpoint, queue]))
    const tellings = await tellingsOf(database, caseId)
    const endpoints = await endpointsOf(database, caseId)
    return c.json(
      {
        case: caseId,
        counts: await subscriptionCounts(database, caseId),
        quarantine: held.flatMap(({ id, held: reason, scope }) =>
          reason === undefined
            ? []
            : [{ id, why: reason.why, since: reason.at, ...scope, services: [...scope.services] }],
        ),
        told: tellings.map((telling) => ({ ...telling, doneAt: telling.doneAt?.toISOString() ?? null })),
        webhooks: endpoints.map(({ id, place, flavour, tenant = null, stage, stageWhy = null }) => {
          const { waiting = 0, delivered = 0, givenUp = 0, withheld = 0 } = queues.get(id) ?? {}
          return { id, place, flavour, tenant, stage, why: stageWhy, waiting, delivered, givenUp, withheld }
        }),
      },
      200,
    )
  })
}
