import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { evidenceLogWithin } from '../../../adapters/database/index.ts'
import { exerciseEnd } from '../../../core/case/index.ts'
import {
  type ClockCommand,
  type ClockLog,
  clocksOf,
  dutyRulesDigest,
  openClocks,
} from '../../../core/duties/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { once, signatureOf } from '../commands/once.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
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

const Line = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((text) => text.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(text), 'one line of text')

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

const meetClock = createRoute({
  method: 'post',
  path: '/api/cases/{case}/clocks/{duty}/met',
  summary: 'Records that a duty was met, with the hash of the receipt as proof; the receipt itself stays with whoever has it',
  request: {
    params: z.object({
      case: CaseId,
      duty: z.string().min(1).max(100).openapi({ param: { name: 'duty', in: 'path' }, example: 'gdpr-33-1' }),
    }),
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            metAt: z.iso.datetime({ offset: true }).openapi({ format: 'date-time', description: 'When it was submitted or received' }),
            proof: z.string().regex(/^[0-9a-f]{64}$/).openapi({ description: 'SHA-256 of the receipt' }),
            tenants: z.array(z.string().max(64)).min(1).max(100_000).optional().openapi({ description: 'Who was told, where every tenant has its own clock' }),
            reference: Line.optional().openapi({ description: 'File number of the recipient' }),
            delayReason: Line.optional().openapi({ description: 'Why it came late' }),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'It stands in the case',
      content: { 'application/json': { schema: z.object({ duty: z.string(), events: z.int() }) } },
    },
    ...problems(400, 401, 403, 404, 409, 413, 415, 429, 503),
  },
}) // prettier-ignore

/** The clocks of a case. Strict times only count; what is more generous is shown as a reading. */
export function clockRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { readCase, now } = parts
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

  app.openapi(meetClock, async (c) => {
    const { case: caseId, duty } = c.req.valid('param')
    const { metAt, tenants, ...body } = c.req.valid('json')
    const by = requirePermission(c.get('principal'), 'recordClock')
    requireDeclared(await readCase(caseId))
    const met = {
      command: 'meet' as const,
      duty,
      metAt: new Date(metAt).toISOString(),
      ...(tenants !== undefined && { tenants }),
      ...body,
    }
    const key = c.req.valid('header')['idempotency-key']
    const { answer } = await once(parts, { by, key, case: caseId, command: 'meetClock', body: met }, async (session) => {
      const clocks = await openClocks(evidenceLogWithin(session), caseId)
      const events = await clocks.execute(met as ClockCommand, signatureOf(by, now()))
      return { duty, events: events.length }
    }) // prettier-ignore
    return c.json(answer, 200)
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
