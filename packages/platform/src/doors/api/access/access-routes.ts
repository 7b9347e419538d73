import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'

import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { problems } from '../http/problem-responses.ts'
import { Credential, CredentialOptions } from './credential-shape.ts'
import { PersonName } from './person-name.ts'
import { register, registrationOptions } from './register.ts'
import { giveCookie } from './session-cookie.ts'
import { signIn, signInOptions } from './sign-in.ts'

const SignedIn = z.object({ person: z.string() }).openapi('SignedIn')

const body = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const ok = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: { 'application/json': { schema } } },
})

const open = { method: 'post' as const, security: [] as Record<string, string[]>[] }
const failures = problems(400, 401, 403, 413, 415, 429, 503)

const askSignIn = createRoute({
  ...open,
  path: '/api/sign-in/options',
  summary: 'What a passkey has to sign to come in',
  responses: { ...ok('Options, good for five minutes and one answer', CredentialOptions), ...failures },
})

const answerSignIn = createRoute({
  ...open,
  path: '/api/sign-in',
  summary: 'Opens a session for the person whose passkey signed',
  request: body(z.object({ credential: Credential })),
  responses: { ...ok('The session is in the cookie', SignedIn), ...failures },
})

const askRegistration = createRoute({
  ...open,
  path: '/api/registration/options',
  summary: 'What the browser needs to make a passkey for an invitation',
  request: body(
    z.object({
      invitation: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
      name: PersonName.optional().openapi({ description: 'Only the first person chooses one' }),
    }),
  ),
  responses: { ...ok('Options, good for five minutes and one answer', CredentialOptions), ...failures },
})

const answerRegistration = createRoute({
  ...open,
  path: '/api/registration',
  summary: 'Registers the passkey, uses the invitation up, opens a session',
  request: body(z.object({ credential: Credential })),
  responses: { ...ok('The session is in the cookie', SignedIn), ...failures },
})

/** How people come in. Open to everybody, therefore slow: a limit for each address. */
export function accessRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { database, now, party, signInLimit, addressOf } = parts
  app.use('/api/sign-in/*', async (c, next) => {
    signInLimit.take(addressOf(c))
    await next()
  })
  app.use('/api/registration/*', async (c, next) => {
    signInLimit.take(addressOf(c))
    await next()
  })

  app.openapi(askSignIn, async (c) =>
    c.json(plain(await signInOptions(database, { party: party(), now: now() })), 200),
  )

  app.openapi(answerSignIn, async (c) => {
    const response = c.req.valid('json').credential as unknown as AuthenticationResponseJSON
    const { token, person } = await signIn(database, { response, party: party(), now: now() })
    giveCookie(c, token)
    return c.json({ person }, 200)
  })

  app.openapi(askRegistration, async (c) => {
    const { invitation, name } = c.req.valid('json')
    const at = { party: party(), now: now() }
    return c.json(plain(await registrationOptions(database, { invitation, name, ...at })), 200)
  })

  app.openapi(answerRegistration, async (c) => {
    const response = c.req.valid('json').credential as unknown as RegistrationResponseJSON
    const { token, person } = await register(database, { response, party: party(), now: now() })
    giveCookie(c, token)
    return c.json({ person }, 200)
  })
}

/** Options are for the browser's own parser; we describe them no further. */
function plain(options: { challenge: string }): { challenge: string } {
  return options
}
