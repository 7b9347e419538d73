import type { MiddlewareHandler } from 'hono'

import { AnlaufError } from '../../../core/failure.ts'
import { problemAnswer } from './problem.ts'

/**
 * Answers only to the names that this server is meant to have. A page of an attacker can point its own name at our
 * address (DNS rebinding) and would then count as the same origin; its name gives it away.
 */
export function ownHost(hosts: () => readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('Host') ?? new URL(c.req.url).host
    if (hosts().includes(host.toLowerCase())) return next()
    const error = new AnlaufError('not-permitted', 'This server is not meant to be reached by that name.', {
      hint: `Use ${hosts()[0] ?? 'its own name'}; a public name is given with "anlauf up --url".`,
    })
    return problemAnswer(c, error, 421)
  }
}
