import type { MiddlewareHandler } from 'hono'

import { AnlaufError } from '../../../core/failure.ts'
import { problemAnswer } from './problem.ts'

/** A body is JSON and says so: what a form of another site can send is not even read. */
export function jsonOnly(): MiddlewareHandler {
  return async (c, next) => {
    const length = Number(c.req.header('Content-Length') ?? 0)
    const hasBody = length > 0 || c.req.header('Transfer-Encoding') !== undefined
    const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
    if (!hasBody || type === 'application/json') return next()
    const error = new AnlaufError('input-invalid', 'A body has to be JSON.', {
      hint: 'Send "Content-Type: application/json".',
    })
    return problemAnswer(c, error, 415)
  }
}
