import { z } from '@hono/zod-openapi'

/** How a person is named in sessions and evidence: an id, not a full name. */
export const PersonName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/)
  .openapi({ example: 'anna' })
