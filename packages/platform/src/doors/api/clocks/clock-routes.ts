import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { exerciseEnd } from '../../../core/case/index.ts'
import { type ClockLog, clocksOf, dutyRulesDigest } from '../../../core/duties/index.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { problems } from '../http/problem-responses.ts'
import { ClockRow, clockRows } from './clock-view.ts'

export const ClockBoard = z
  .object({
    case: z.string(),
    seq: z.int(),
    asOf: z.string().openapi({ format: 'date-time', description: 'The time at which the states were computed' }),
    rules: z.string().openapi({ description: 'SHA-256 of the rules; every rule is a draft for counsel' }),
    clocks: z.array(ClockRow),
  })
  .openapi('ClockBoard') // prettier-ignore

const showClocks = createRoute({
  method: 'get',
  path: '/api/cases/{case}/clocks',
  summary: 'Every duty of a case with its clock, the most pressing first, as `anlauf clocks list` shows them',
  request: { params: z.object({ case: CaseId }) },
  responses: {
    200: { description: 'The board', content: { 'application/json': { schema: ClockBoard } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

/** The clocks of a case. Strict times only count; what is more generous is shown as a reading. */
export function clockRoutes(app: OpenAPIHono<ApiEnv>, { readCase, now }: ApiParts): void {
  const rowsOf = recentRows()
  app.openapi(showClocks, async (c) => {
    const { case: caseId } = c.req.valid('param')
    const { seq, clocks, state } = requireDeclared(await readCase(caseId))
    const instant = Temporal.Instant.from(exerciseEnd(state) ?? now().toISOString())
    return c.json(
      {
        case: caseId,
        seq,
        asOf: instant.toString(),
        rules: dutyRulesDigest,
        clocks: rowsOf(clocks, instant),
      },
      200,
    )
  })
}

/** Rows are good for so long, if nothing new is in the log. */
const recentMs = 5_000

/** 10,000 tenants have 50,000 clocks, all of which are counted: whoever asks at the same time shares them. */
function recentRows(): (clocks: ClockLog, now: Temporal.Instant) => z.infer<typeof ClockRow>[] {
  const known = new WeakMap<ClockLog, { readonly at: number; readonly rows: z.infer<typeof ClockRow>[] }>()
  return (clocks, now) => {
    const at = now.epochMilliseconds
    const last = known.get(clocks)
    if (last !== undefined && Math.abs(at - last.at) < recentMs) return last.rows
    const rows = clockRows(clocksOf(clocks, now))
    known.set(clocks, { at, rows })
    return rows
  }
}
