import type { MiddlewareHandler } from 'hono'

import { AnlaufError } from '../../../core/failure.ts'

/**
 * Whatever changes something comes from a page of this server, which the browser itself says, or brings a token,
 * which no browser sends by itself. Content types protect nothing: other sites can send JSON.
 */
export function sameOrigin(): MiddlewareHandler {
  return async (c, next) => {
    const isReading = c.req.method === 'GET' || c.req.method === 'HEAD'
    const hasToken = c.req.header('Authorization') !== undefined
    if (isReading || hasToken || c.req.header('Sec-Fetch-Site') === 'same-origin') return next()
    throw new AnlaufError('not-permitted', 'The request came from another site, or from no page at all.', {
      hint: 'Open the page of this server and repeat it there; programs send a token.',
    })
  }
}
