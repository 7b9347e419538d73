import { Hono } from 'hono'
import { routePath } from 'hono/route'

import { bodyLimit, type RateLimit } from '../http/index.ts'
import type { OutsideParts, OutsideRoutes } from './outside-parts.ts'
import { outsideHeaders } from './outside-headers.ts'
import { failurePage, problemPage } from './pages/problem-page.ts'

/** The longest form has 20,000 characters of message, three bytes each when it is encoded twice over. */
const maxBodyBytes = 128 * 1024

/** The server for strangers as one function from request to answer; it needs no port. */
export function createOutside(
  parts: OutsideParts,
  {
    routes,
    limit,
    hosts,
    look,
  }: {
    routes: readonly OutsideRoutes[]
    limit: RateLimit
    hosts: () => readonly string[]
    /** Before every page that passed the limits: what may have changed meanwhile. */
    look: () => Promise<void>
  },
): Hono {
  const app = new Hono()
  app.use(outsideHeaders(parts))
  app.use(async (c, next) => {
    const startedAt = performance.now()
    await next()
    const { status } = c.res
    // The route, never the address: that one holds tokens.
    if (status >= 400) {
      parts.writeLog({
        at: parts.now().toISOString(),
        level: status >= 500 ? 'error' : 'warn',
        outside: routePath(c, -1),
        method: c.req.method,
        status,
        ms: Math.round(performance.now() - startedAt),
        ...(status >= 500 && c.error !== undefined ? { error: c.error.stack ?? c.error.message } : {}),
      })
    }
  })
  app.use((c, next) => {
    const host = (c.req.header('Host') ?? new URL(c.req.url).host).toLowerCase()
    return hosts().includes(host) ? next() : Promise.resolve(problemPage(c, parts, 'wrongName'))
  })
  app.use((c, next) => {
    limit.take(parts.callerOf(c))
    return look().then(next)
  })
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError(c) {
        // The rest of the body is not read, so nothing else can come over this connection.
        c.header('Connection', 'close')
        return problemPage(c, parts, 'tooLarge')
      },
    }),
  )
  for (const route of routes) route(app, parts)
  app.onError((thrown, c) => failurePage(thrown, c, parts))
  app.notFound((c) => problemPage(c, parts, 'notFound'))
  return app
}
