import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { streamSSE } from 'hono/streaming'

import { AnlaufError } from '../../../core/failure.ts'
import type { Principal } from '../access/principal.ts'
import { personOf } from '../access/sessions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { problemAnswer } from '../http/problem.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDeclared } from './case-reader.ts'
import { liveWork } from './live-work.ts'
import { CaseId } from './case-view.ts'

const followCase = createRoute({
  method: 'get',
  path: '/api/cases/{case}/events',
  summary: 'The entries of a case as they come, as server-sent events',
  description:
    'The id of an event is the number of the entry, its name the kind, its data the entry as JSON. Goes on behind `Last-Event-ID`, else behind `after`, else behind the newest entry. Work of the case comes as events named "job", without an id: at the start what is open, then each change of its counters. A comment every 15 s shows that the connection lives.',
  request: {
    params: z.object({ case: CaseId }),
    query: z.object({ after: z.coerce.number().int().min(0).optional() }),
    headers: z.object({
      'last-event-id': z
        .string()
        .regex(/^\d{1,15}$/)
        .optional(),
    }),
  },
  responses: {
    200: { description: 'Events without end', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems(400, 401, 403, 404, 409, 429, 503),
  },
})

/** Proxies cut what is silent for a minute or less. */
const heartbeatMs = 15_000

/**
 * Live events. Each stream reads the log itself when it is told that there is something; a notice that got lost
 * costs at most one heartbeat. A client that does not read holds one entry and one page of the log, no more.
 */
export function liveEvents(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { log, readCase, evidence, streams, stopping } = parts
  app.openapi(followCase, async (c) => {
    const { case: caseId } = c.req.valid('param')
    const { seq: head } = requireDeclared(await readCase(caseId))
    const start = Number(c.req.valid('header')['last-event-id'] ?? c.req.valid('query').after ?? head)
    if (start > head) return problemAnswer(c, unknownEntry(caseId, start, head), 409)
    const place = streams.take(c.get('principal')?.name ?? '')
    c.header('X-Accel-Buffering', 'no')
    return streamSSE(c, async (stream) => {
      using _place = place
      using watch = evidence.watch(caseId)
      const gone = new AbortController()
      stream.onAbort(() => gone.abort())
      const signal = AbortSignal.any([stopping, gone.signal])
      let seq = start
      const work = await liveWork(parts.database, caseId)
      await stream.write(': follows\n\n')
      while (!signal.aborted && (await isStillIn(parts, c.get('principal')))) {
        for await (const entry of log.read(caseId, seq + 1)) {
          if (signal.aborted) return
          await stream.writeSSE({ id: String(entry.seq), event: entry.kind, data: JSON.stringify(entry) })
          seq = entry.seq
        }
        for (const job of await work.news())
          await stream.writeSSE({ event: 'job', data: JSON.stringify(job) })
        const isNews = await watch.changed({ timeoutMs: heartbeatMs, signal })
        if (!isNews && !signal.aborted) await stream.write(': lives\n\n')
      }
    })
  })
}

/** A session that ended or a person who was blocked hears nothing more; to follow is no use of a session. */
async function isStillIn({ database, now }: ApiParts, principal: Principal | undefined): Promise<boolean> {
  if (principal?.session === undefined) return principal !== undefined
  return (await personOf(database, { hash: principal.session, now: now(), isUse: false })) !== undefined
}

/** The client knows more than the log: the database was set back, or it is another one. */
function unknownEntry(caseId: string, start: number, head: number): AnlaufError {
  return new AnlaufError('evidence-broken', `The case "${caseId}" has no entry ${start}.`, {
    hint: `Its last entry is ${head}. If it once had more, verify the log before you go on; else load the case anew.`,
    context: { head },
  })
}
