import { z } from '@hono/zod-openapi'

/** What an answer says of something that now stands in the case. */
export const Said = z
  .object({
    seq: z.int().openapi({ description: 'Number of the last entry' }),
    appended: z.array(z.string()),
  })
  .openapi('Said')
