import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'

import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { problems } from '../http/problem-responses.ts'
import { Credential, CredentialOptions } from './credential-shape.ts'
import { invite } from './invitations.ts'
import { proofOptions, requireProof } from './passkey-proof.ts'
import { signInLink } from './people-routes.ts'
import { requirePermission } from './permissions.ts'
import { makeRecoveryCodes, ripenMs } from './recovery-codes.ts'

const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const failures = problems(400, 401, 403, 404, 413, 415, 429, 503)
const proven = { body: { required: true, ...json(z.object({ credential: Credential })) } }

const askProof = createRoute({
  method: 'post',
  path: '/api/proof/options',
  summary: 'What whoever is signed in signs once more, where a session alone is not enough',
  responses: {
    200: { description: 'Good for five minutes and one answer', ...json(CredentialOptions) },
    ...failures,
  },
})

const makeCodes = createRoute({
  method: 'post',
  path: '/api/recovery-codes',
  summary:
    'New recovery codes for whoever is signed in and proves it with a passkey; where earlier ones are good, they count after a day',
  request: proven,
  responses: {
    200: {
      description:
        'They are shown once. Until `countFrom` the earlier ones are good; null: these count at once',
      ...json(
        z.object({
          codes: z.array(z.string()),
          countFrom: z.string().nullable().openapi({ format: 'date-time' }),
        }),
      ),
    },
    ...failures,
  },
})

const addPasskey = createRoute({
  method: 'post',
  path: '/api/me/passkeys',
  summary: 'A one-time link for a further passkey of whoever is signed in and proves it with the present one',
  request: proven,
  responses: {
    200: {
      description:
        'The link; it is shown once. The new passkey signs nothing until two people vouched for it',
      ...json(z.object({ url: z.string(), expiresAt: z.string().openapi({ format: 'date-time' }) })),
    },
    ...failures,
  },
})

/** What would let the thief of a session stay: it takes the passkey itself, at that moment. */
export function ownPasskeyRoutes(app: OpenAPIHono<ApiEnv>, { database, now, party }: ApiParts): void {
  app.openapi(askProof, async (c) => {
    const { name } = requirePermission(c.get('principal'), 'read')
    const options = await proofOptions(database, { person: name, party: party(), now: now() })
    const plain: { challenge: string } = options
    return c.json(plain, 200)
  })
  app.openapi(makeCodes, async (c) => {
    const by = requirePermission(c.get('principal'), 'read')
    const response = c.req.valid('json').credential as unknown as AuthenticationResponseJSON
    await requireProof(database, { person: by.name, response, party: party(), now: now() })
    const made = { person: by.name, by, now: now(), afterMs: ripenMs }
    const { codes, countFrom } = await makeRecoveryCodes(database, made)
    return c.json({ codes: [...codes], countFrom: countFrom?.toISOString() ?? null }, 200)
  })
  app.openapi(addPasskey, async (c) => {
    const by = requirePermission(c.get('principal'), 'read')
    const response = c.req.valid('json').credential as unknown as AuthenticationResponseJSON
    await requireProof(database, { person: by.name, response, party: party(), now: now() })
    const invited = { person: by.name, roles: by.roles, by, isFurther: true, now: now() }
    const { token, expiresAt } = await invite(database, invited)
    return c.json({ url: signInLink(party().origin, token), expiresAt: expiresAt.toISOString() }, 200)
  })
}
