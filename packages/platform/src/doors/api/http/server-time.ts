import type { MiddlewareHandler } from 'hono'

/** The server's time on every answer: what runs down on a screen follows it. A drill's server has the drill's clock. */
export function serverTime({ now }: { readonly now: () => Date }): MiddlewareHandler {
  return async (c, next) => {
    await next()
    c.header('Date', now().toUTCString())
  }
}
