import type { Context, MiddlewareHandler } from 'hono'

import { AnlaufError } from '../../../core/failure.ts'
import type { ApiEnv } from '../api-env.ts'
import { isSameToken } from './account-token.ts'
import type { Principal } from './principal.ts'

export interface AccountAccess {
  /** The account's name for the evidence. */
  readonly name: string
  readonly tokenHash: Uint8Array
}

/** Finds out who asks. Everything behind it is closed to those who cannot prove it: `not-signed-in`. */
export function authenticate(account: AccountAccess): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    c.set('principal', byToken(c, account))
    await next()
  }
}

function byToken(c: Context, account: AccountAccess): Principal {
  const header = c.req.header('Authorization')
  const token = /^Bearer ([\x21-\x7e]{1,200})$/.exec(header ?? '')?.[1]
  if (token !== undefined && isSameToken(token, account.tokenHash)) {
    return { kind: 'account', name: account.name }
  }
  throw new AnlaufError(
    'not-signed-in',
    token === undefined ? 'Nobody is signed in.' : 'The token is not valid.',
    {
      hint: 'Send "Authorization: Bearer TOKEN" with the token of the file that "anlauf up" names.',
    },
  )
}
