import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import {
  decideOnSubscriber,
  endpointQueues,
  endpointsOf,
  evidenceLogWithin,
  newestAttempts,
  releaseEndpoint,
  type Session,
  stageEndpoint,
  subscriptionCounts,
  subscriptionScopes,
  subscriptionsAfter,
  tellingsOf,
} from '../../../adapters/database/index.ts'
import type { Json } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { wantedKinds } from '../../../core/subscriptions/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { signatureOf } from '../commands/once.ts'
import { problems } from '../http/problem-responses.ts'

const Count = z.int().min(0)
const Time = z.string().openapi({ format: 'date-time' })

export const SubscriptionBoard = z
  .object({
    case: z.string(),
    counts: z.object({ pending: Count, confirmed: Count, held: Count, ended: Count }),
    scopes: z
      .array(z.object({ kinds: z.enum(wantedKinds), service: z.string().nullable(), count: Count }))
      .openapi({ description: 'Of those who are reached; without a service they want all of them' }),
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
      .openapi({ description: 'Whose mail came back, by id; the first 200' }),
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
        attempts: z
          .array(
            z.object({
              at: Time,
              status: z.int().nullable(),
              failure: z.string().nullable(),
              tookMs: z.int(),
            }),
          )
          .openapi({ description: 'The last five, newest first' }),
      }),
    ),
  })
  .openapi('SubscriptionBoard')

export type SubscriptionBoardShape = z.infer<typeof SubscriptionBoard>

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

const Said = z.strictObject({
  reason: z.string().trim().min(1).max(200).openapi({ description: 'Why, without a name or address' }),
})
const Done = z.object({ id: z.string(), stage: z.enum(['active', 'paused', 'released']) })
const Id = (name: string) =>
  z
    .string()
    .max(64)
    .openapi({ param: { name, in: 'path' } })
const said = {
  body: { required: true, content: { 'application/json': { schema: Said } } },
} as const
const responses = {
  200: { description: 'Done, and written down', content: { 'application/json': { schema: Done } } },
  ...problems(400, 401, 403, 404, 409, 413, 415, 429, 503),
}
const releaseSubscriber = createRoute({
  method: 'post',
  path: '/api/cases/{case}/subscriptions/{subscription}/release',
  summary: 'Writes again to an address whose mail came back; ask its owner by another way first',
  request: { params: z.object({ case: CaseId, subscription: Id('subscription') }), ...said },
  responses,
})
const pauseWebhook = createRoute({
  method: 'post',
  path: '/api/cases/{case}/webhooks/{webhook}/pause',
  summary: 'Tells a program nothing for now; what is published waits in order',
  request: { params: z.object({ case: CaseId, webhook: Id('webhook') }), ...said },
  responses,
})
const releaseWebhook = createRoute({
  method: 'post',
  path: '/api/cases/{case}/webhooks/{webhook}/release',
  summary: 'Tells a program again that was paused, held or disabled',
  request: { params: z.object({ case: CaseId, webhook: Id('webhook') }), ...said },
  responses,
})

/** Subscriptions and webhooks as screens may show them: counts, ids, reasons. Addresses never leave by HTTP. */
export function subscriptionRoutes(app: OpenAPIHono<ApiEnv>, { database, now, readCase }: ApiParts): void {
  app.openapi(showSubscriptions, async (c) => {
    const { case: caseId } = c.req.valid('param')
    requireDeclared(await readCase(caseId))
    const held = await subscriptionsAfter(database, caseId, { after: '', limit: mostHeld, heldOnly: true })
    const queues = new Map((await endpointQueues(database, caseId)).map((queue) => [queue.endpoint, queue]))
    const tellings = await tellingsOf(database, caseId)
    const endpoints = await endpointsOf(database, caseId)
    const attempts = Map.groupBy(await newestAttempts(database, caseId, 5), ({ endpoint }) => endpoint)
    const scopes = await subscriptionScopes(database, caseId)
    return c.json(
      {
        case: caseId,
        counts: await subscriptionCounts(database, caseId),
        scopes: scopes.flatMap(({ kinds, ...one }) => {
          const known = wantedKinds.find((each) => each === kinds)
          return known === undefined ? [] : [{ ...one, kinds: known }]
        }),
        quarantine: held.flatMap(({ id, held: reason, scope }) =>
          reason === undefined
            ? []
            : [{ id, why: reason.why, since: reason.at, ...scope, services: [...scope.services] }],
        ),
        told: tellings.map((telling) => ({ ...telling, doneAt: telling.doneAt?.toISOString() ?? null })),
        webhooks: endpoints.map(({ id, place, flavour, tenant = null, stage, stageWhy = null }) => {
          const { waiting = 0, delivered = 0, givenUp = 0, withheld = 0 } = queues.get(id) ?? {}
          return {
            id,
            place,
            flavour,
            tenant,
            stage,
            why: stageWhy,
            waiting,
            delivered,
            givenUp,
            withheld,
            attempts: (attempts.get(id) ?? []).map(({ at, status, failure, tookMs }) => ({
              at: at.toISOString(),
              status,
              failure,
              tookMs,
            })),
          }
        }),
      },
      200,
    )
  })

  app.openapi(releaseSubscriber, async (c) => {
    const by = requirePermission(c.get('principal'), 'publishWord')
    const { case: caseId, subscription: id } = c.req.valid('param')
    requireDeclared(await readCase(caseId))
    await database.transaction(async (session) => {
      const done = await decideOnSubscriber(session, { caseId, id }, { command: 'release' }, now())
      if (done === undefined) throw notThere('subscription', id)
      if ('refused' in done) throw notStopped(id)
      await record(session, caseId, by, 'subscription.released', {
        subscription: id,
        reason: c.req.valid('json').reason,
      })
    })
    return c.json({ id, stage: 'released' as const }, 200)
  })

  app.openapi(pauseWebhook, async (c) => {
    const by = requirePermission(c.get('principal'), 'publishWord')
    const { case: caseId, webhook: id } = c.req.valid('param')
    const { reason } = c.req.valid('json')
    requireDeclared(await readCase(caseId))
    await database.transaction(async (session) => {
      await requireEndpoint(session, caseId, id)
      if (!(await stageEndpoint(session, id, { stage: 'paused', why: reason, at: now() })))
        throw notStopped(id)
      await record(session, caseId, by, 'webhook.paused', { endpoint: id, reason })
    })
    return c.json({ id, stage: 'paused' as const }, 200)
  })
  app.openapi(releaseWebhook, async (c) => {
    const by = requirePermission(c.get('principal'), 'publishWord')
    const { case: caseId, webhook: id } = c.req.valid('param')
    requireDeclared(await readCase(caseId))
    await database.transaction(async (session) => {
      await requireEndpoint(session, caseId, id)
      if (!(await releaseEndpoint(session, id, now()))) throw notStopped(id)
      await record(session, caseId, by, 'webhook.released', {
        endpoint: id,
        reason: c.req.valid('json').reason,
      })
    })
    return c.json({ id, stage: 'active' as const }, 200)
  })

  async function record(
    session: Session,
    caseId: string,
    by: Principal,
    kind: string,
    data: Readonly<Record<string, Json>>,
  ): Promise<void> {
    await evidenceLogWithin(session).append(caseId, [
      { ...signatureOf(by, now()), action: 'decide', kind, data },
    ])
  }
}

async function requireEndpoint(session: Session, caseId: string, id: string): Promise<void> {
  if ((await endpointsOf(session, caseId)).some((one) => one.id === id)) return
  throw notThere('webhook', id)
}

function notThere(what: string, id: string): AnlaufError {
  return new AnlaufError('not-found', `This case has no ${what} ${id}.`, { hint: 'Load the screen anew.' })
}

function notStopped(id: string): AnlaufError {
  return new AnlaufError('nothing-to-do', `${id} is in that state already.`, {
    hint: 'Somebody else was faster; load the screen anew.',
  })
}
