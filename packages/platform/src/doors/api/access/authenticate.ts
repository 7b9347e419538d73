import type { Context, MiddlewareHandler } from 'hono'

import type { Database } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { ApiEnv } from '../api-env.ts'
import { isSameToken, tokenHash } from './account-token.ts'
import type { Principal } from './principal.ts'
import { credentialOf, type FrontDoor, type RateLimit } from '../../http/index.ts'
import { cookieOf } from './session-cookie.ts'
import { personOf } from './sessions.ts'

export interface AccountAccess {
  /** The account's name for the evidence. */
  readonly name: string
  readonly tokenHash: Uint8Array
}

interface Access {
  readonly database: Database
  readonly account: AccountAccess
  readonly now: () => Date
  /** How often an address may bring what is not valid. */
  readonly failures: RateLimit
  readonly requests: RateLimit
  readonly addressOf: (c: Context) => string
  readonly door: Pick<FrontDoor, 'welcome' | 'shut'>
}

/** Finds out who asks: a program by its token, a person by a session. Others: `not-signed-in`. */
export function authenticate(access: Access): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const hasToken = c.req.header('Authorization') !== undefined
    const principal = hasToken ? byToken(c, access) : await bySession(c, access)
    if (principal === undefined) {
      // Who guesses runs dry; who brings nothing only learns that there is something to bring.
      if (hasToken || cookieOf(c) !== undefined) access.failures.take(access.addressOf(c))
      throw notSignedIn(hasToken)
    }
    c.set('principal', principal)
    const credential = credentialOf({
      authorization: c.req.header('Authorization'),
      cookie: c.req.header('Cookie'),
    })
    if (credential !== undefined) access.door.welcome(credential)
    try {
      access.requests.take(principal.session?.toString('hex') ?? principal.name)
    } catch (error) {
      if (credential !== undefined) access.door.shut(credential)
      throw error
    }
    await next()
  }
}

function byToken(c: Context, { account }: Access): Principal | undefined {
  const token = /^Bearer ([\x21-\x7e]{1,200})$/.exec(c.req.header('Authorization') ?? '')?.[1]
  if (token === undefined || !isSameToken(token, account.tokenHash)) return undefined
  return accountPrincipal(account.name)
}

export function accountPrincipal(name: string): Principal {
  return { kind: 'account', name, roles: [] }
}

async function bySession(c: Context, { database, now }: Access): Promise<Principal | undefined> {
  const token = cookieOf(c)
  if (token === undefined) return undefined
  return personOf(database, { hash: tokenHash(token), now: now(), isUse: true })
}

function notSignedIn(hasToken: boolean): AnlaufError {
  return hasToken
    ? new AnlaufError('not-signed-in', 'The token is not valid.', {
        hint: 'Send "Authorization: Bearer TOKEN" with the token of the file that "anlauf up" names.',
      })
    : new AnlaufError('not-signed-in', 'Nobody is signed in, or the session has ended.', {
        hint: 'Sign in at /sign-in. Programs send "Authorization: Bearer TOKEN".',
      })
}
