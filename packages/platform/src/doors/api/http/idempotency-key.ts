import { z } from '@hono/zod-openapi'

/** By which a request can be repeated without happening twice. */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{8,128}$/)
  .openapi({ description: 'New for every request; the same to repeat it. Kept for a day' })
