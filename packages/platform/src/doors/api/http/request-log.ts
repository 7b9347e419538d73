import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'

import type { ApiEnv } from '../api-env.ts'

/** A line of the server's own log; it is no evidence. */
export type WriteLog = (line: Readonly<Record<string, unknown>>) => void

/**
 * One line for every request that was refused or failed, with the route instead of the address: queries, headers
 * and bodies may hold what no log should.
 */
export function requestLog(writeLog: WriteLog): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedAt = performance.now()
    await next()
    const { status } = c.res
    if (status < 400) return
    const { error } = c
    writeLog({
      level: status >= 500 ? 'error' : 'warn',
      method: c.req.method,
      route: routePath(c, -1),
      status,
      ms: Math.round(performance.now() - startedAt),
      who: c.get('principal')?.name,
      ...(status >= 500 && error !== undefined ? { error: stackOf(error) } : {}),
    })
  }
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? error.cause.message}` : ''
  return `${error.stack ?? error.message}${cause}`
}
