import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { problems } from '../http/problem-responses.ts'
import { requirePermission } from './permissions.ts'
import { PersonName } from './person-name.ts'
import { askRecovery, collectRecovery, confirmRecovery, openRecoveries } from './recovery.ts'
import { recoveryCodesLeft, recoveryCodesWaiting } from './recovery-codes.ts'

const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ body: { required: true, ...json(schema) } })
const failures = problems(400, 401, 403, 404, 413, 415, 429, 503)
const Time = z.string().openapi({ format: 'date-time' })
const open = { method: 'post' as const, security: [] as Record<string, string[]>[] }

const ask = createRoute({
  ...open,
  path: '/api/recovery',
  summary: 'Whoever lost every passkey comes in: a recovery code, then a second person',
  request: body(z.object({ person: PersonName, code: z.string().min(16).max(64) })),
  responses: {
    200: {
      description: 'The code is used up. The number is for the second person, by telephone',
      ...json(z.object({ claim: z.string(), number: z.string(), expiresAt: Time })),
    },
    ...failures,
  },
})

const collect = createRoute({
  ...open,
  path: '/api/recovery/collect',
  summary: 'What became of it: once the second person confirmed, an invitation for a new passkey',
  request: body(z.object({ claim: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })),
  responses: {
    200: {
      description: '`invitation` is null while nobody confirmed',
      ...json(z.object({ person: z.string().nullable(), invitation: z.string().nullable() })),
    },
    ...failures,
  },
})

const codesLeft = createRoute({
  method: 'get',
  path: '/api/recovery-codes',
  summary: 'How many recovery codes whoever is signed in has left',
  responses: {
    200: {
      description:
        'So many are good now. `waitingFrom`: when new ones take their place; who did not ask for them revokes the passkey',
      ...json(z.object({ left: z.int(), waitingFrom: Time.nullable() })),
    },
    ...failures,
  },
})

const listOpen = createRoute({
  method: 'get',
  path: '/api/recoveries',
  summary: 'Who gave a code and waits for a second person',
  responses: {
    200: {
      description: 'Oldest first, without their numbers',
      ...json(
        z.object({
          recoveries: z.array(
            z.object({
              person: z.string(),
              askedAt: Time,
              expiresAt: Time,
              codeMadeAt: Time.nullable().openapi({
                description:
                  'When the code was made: one of this week is a reason to ask whether the person made it',
              }),
            }),
          ),
        }),
      ),
    },
    ...failures,
  },
})

const confirm = createRoute({
  method: 'post',
  path: '/api/recoveries/confirm',
  summary: 'Another person says that it is really them, with the number that they see',
  request: body(z.object({ person: PersonName, number: z.string().regex(/^[\d -]{8,16}$/) })),
  responses: { 204: { description: 'Confirmed' }, ...failures, ...problems(409) },
})

/** The half that is open to everybody, therefore slow. */
export function recoveryRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { database, now, signInLimit, requestLimit, addressOf } = parts
  app.openapi(ask, async (c) => {
    signInLimit.take(addressOf(c))
    const { claim, number, expiresAt } = await askRecovery(database, { ...c.req.valid('json'), now: now() })
    return c.json({ claim, number, expiresAt: expiresAt.toISOString() }, 200)
  })
  app.openapi(collect, async (c) => {
    // A page asks every five seconds, and a claim of 256 bits is not guessed.
    requestLimit.take(`recovery ${addressOf(c)}`)
    const found = await collectRecovery(database, { ...c.req.valid('json'), now: now() })
    return c.json(found ?? { person: null, invitation: null }, 200)
  })
}

/** The half of those who are signed in: how many codes are left, and to confirm somebody else. */
export function recoveryPeopleRoutes(app: OpenAPIHono<ApiEnv>, { database, now }: ApiParts): void {
  app.openapi(codesLeft, async (c) => {
    const { name } = requirePermission(c.get('principal'), 'read')
    const own = { person: name, now: now() }
    const waiting = await recoveryCodesWaiting(database, own)
    return c.json(
      { left: await recoveryCodesLeft(database, own), waitingFrom: waiting?.toISOString() ?? null },
      200,
    )
  })
  app.openapi(listOpen, async (c) => {
    requirePermission(c.get('principal'), 'confirmRecovery')
    const recoveries = (await openRecoveries(database, { now: now() })).map((one) => ({
      person: one.person,
      askedAt: one.askedAt.toISOString(),
      expiresAt: one.expiresAt.toISOString(),
      codeMadeAt: one.codeMadeAt?.toISOString() ?? null,
    }))
    return c.json({ recoveries }, 200)
  })
  app.openapi(confirm, async (c) => {
    const by = requirePermission(c.get('principal'), 'confirmRecovery')
    await confirmRecovery(database, { ...c.req.valid('json'), by, now: now() })
    return c.body(null, 204)
  })
}
