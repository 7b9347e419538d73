import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { AnlaufError } from '../../../core/failure.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { revokeAllOf } from '../approvals/revoke.ts'
import { problems } from '../http/problem-responses.ts'
import { noteAccess } from './access-log.ts'
import { invite } from './invitations.ts'
import { permissions, permissionsOf, requirePermission } from './permissions.ts'
import { roles } from './roles.ts'
import { PersonName } from './person-name.ts'
import { takeCookie } from './session-cookie.ts'
import { endSession, endSessionsOf } from './sessions.ts'

export const Me = z
  .object({
    name: z.string(),
    kind: z.enum(['account', 'person']),
    roles: z.array(z.enum(roles)),
    permissions: z.array(z.enum(permissions)),
  })
  .openapi('Me')

const Person = z
  .object({ name: z.string(), roles: z.array(z.enum(roles)), passkeys: z.int(), blocked: z.boolean() })
  .openapi('Person')

const failures = problems(400, 401, 403, 404, 413, 415, 429, 503)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })

const me = createRoute({
  method: 'get',
  path: '/api/me',
  summary: 'Who is signed in, and what that permits',
  responses: { 200: { description: 'You', ...json(Me) }, ...failures },
})

const signOut = createRoute({
  method: 'post',
  path: '/api/sign-out',
  summary: 'Ends the session',
  responses: { 204: { description: 'It has ended' }, ...failures },
})

const listPeople = createRoute({
  method: 'get',
  path: '/api/people',
  summary: 'Who can come in',
  responses: { 200: { description: 'All', ...json(z.object({ people: z.array(Person) })) }, ...failures },
})

const invitePerson = createRoute({
  method: 'post',
  path: '/api/invitations',
  summary: 'A one-time link with which a person registers a passkey, good for an hour',
  request: {
    body: {
      required: true,
      ...json(z.object({ person: PersonName, roles: z.array(z.enum(roles)).min(1).max(roles.length) })),
    },
  },
  responses: {
    200: {
      description: 'The link; it is shown once',
      ...json(z.object({ url: z.string(), expiresAt: z.string().openapi({ format: 'date-time' }) })),
    },
    ...failures,
  },
})

const blockPerson = createRoute({
  method: 'post',
  path: '/api/people/{person}/block',
  summary: 'Ends all sessions of a person and lets nobody in with these passkeys any more',
  request: { params: z.object({ person: PersonName }) },
  responses: { 204: { description: 'Blocked' }, ...failures },
})

/** Who is in, who may come in, who may not any more. */
export function peopleRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { database, now, party } = parts
  app.openapi(me, (c) => {
    const principal = requirePermission(c.get('principal'), 'read')
    const { name, kind } = principal
    return c.json(
      { name, kind, roles: [...principal.roles], permissions: [...permissionsOf(principal)] },
      200,
    )
  })

  app.openapi(signOut, async (c) => {
    const { session: hash, name, keyId } = requirePermission(c.get('principal'), 'read')
    if (hash !== undefined) {
      await database.transaction(async (session) => {
        await endSession(session, hash)
        await noteAccess(
          session,
          { kind: 'access.signedOut', actor: name, actorKey: keyId, object: name },
          now(),
        )
      })
    }
    takeCookie(c)
    return c.body(null, 204)
  })

  app.openapi(listPeople, async (c) => {
    requirePermission(c.get('principal'), 'invite')
    const people = await database.query<z.infer<typeof Person>>(
      `select p.name, p.roles, count(k.*)::int as passkeys, p.blocked_at is not null as blocked
         from anlauf.person p left join anlauf.passkey k on k.person = p.name
        group by p.name order by p.name`,
    )
    return c.json({ people: [...people] }, 200)
  })

  app.openapi(invitePerson, async (c) => {
    const by = requirePermission(c.get('principal'), 'invite')
    const { person, roles } = c.req.valid('json')
    const { token, expiresAt } = await invite(database, { person, roles, by, now: now() })
    return c.json({ url: signInLink(party().origin, token), expiresAt: expiresAt.toISOString() }, 200)
  })

  app.openapi(blockPerson, async (c) => {
    const by = requirePermission(c.get('principal'), 'block')
    const { name, keyId } = by
    const { person } = c.req.valid('param')
    await revokeAllOf(parts, person, by)
    await database.transaction(async (session) => {
      const blocked = await session.query(
        'update anlauf.person set blocked_at = $2 where name = $1 returning name',
        [person, now()],
      )
      if (blocked.length === 0) throw nobody(person)
      await endSessionsOf(session, person)
      for (const table of ['invitation', 'recovery_code', 'recovery']) {
        await session.query(`delete from anlauf.${table} where person = $1`, [person])
      }
      await noteAccess(
        session,
        { kind: 'access.blocked', actor: name, actorKey: keyId, object: person },
        now(),
      )
    })
    return c.body(null, 204)
  })
}

/** The token stands behind "#": browsers send that part to no server, so it is in no log and no Referer. */
export function signInLink(origin: string, token: string): string {
  return `${origin}/sign-in#invitation=${token}`
}

function nobody(person: string): AnlaufError {
  return new AnlaufError('not-found', `There is nobody called "${person}".`, {
    hint: 'GET /api/people lists who can come in.',
  })
}
