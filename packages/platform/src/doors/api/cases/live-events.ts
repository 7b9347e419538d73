import { setTimeout as sleep } from 'node:timers/promises'

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'

import { AnlaufError } from '../../../core/failure.ts'
import { noteRead } from '../access/evidence-reads.ts'
import { may, requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import { personOf } from '../access/sessions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { problemAnswer } from '../http/problem.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDeclared } from './case-reader.ts'
import { CaseId } from './case-view.ts'
import { entryText, jobText } from './event-text.ts'
import { entryFor } from './kept-apart-entry.ts'
import { liveWork } from './live-work.ts'

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

/** Before each write it is asked whether the session holds; so long entries are gathered when they come fast. */
const gatherMs = 100
/** Items of one write: a page of a busy case, some hundred kilobytes at most. */
const perWrite = 500

/**
 * Live events. The newest is read once for all streams of a case; each has its own place in it, and reads the log
 * itself from where its client was, or when it fell behind. A client that does not read holds one write, no more.
 */
export function liveEvents(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { database, log, readCase, tails, streams, stopping, writeLog } = parts
  app.openapi(followCase, async (c) => {
    const { case: caseId } = c.req.valid('param')
    const { seq: head } = requireDeclared(await readCase(caseId))
    const start = Number(c.req.valid('header')['last-event-id'] ?? c.req.valid('query').after ?? head)
    if (start > head) return problemAnswer(c, unknownEntry(caseId, start, head), 409)
    const place = streams.take(c.get('principal')?.name ?? '')
    c.header('X-Accel-Buffering', 'no')
    const follow = async (stream: SSEStreamingApi): Promise<void> => {
      using _place = place
      using tail = await tails.follow(caseId)
      const gone = new AbortController()
      stream.onAbort(() => gone.abort())
      const signal = AbortSignal.any([stopping, gone.signal])
      const isIn = () => isStillIn(parts, c.get('principal'))
      const reader = requirePermission(c.get('principal'), 'read')
      let wroteAt = Number.NEGATIVE_INFINITY
      let at = tail.place
      let seq = start
      await using noted = noteOfStream(parts, c.get('principal'), { caseId, start, last: () => seq })
      if (head > start) await noted.upTo(head)
      await stream.write(': follows\n\n')
      const work = await liveWork(database, caseId)
      for (const job of await work.news()) await stream.write(jobText(job))
      const catchUp = async (): Promise<void> => {
        at = tail.place
        if (!(await isIn())) return
        for await (const entry of log.read(caseId, seq + 1)) {
          if (signal.aborted) return
          await stream.write(entryText(entryFor(c.get('principal'), entry)))
          seq = entry.seq
        }
      }
      await catchUp()
      for (;;) {
        const isNews = await tail.waitFor(at, { timeoutMs: heartbeatMs, signal })
        if (isNews)
          await sleep(Math.max(0, wroteAt + gatherMs - performance.now()), undefined, { signal }).catch(
            () => undefined,
          )
        if (signal.aborted || !(await isIn())) return
        wroteAt = performance.now()
        if (noted.isDue()) await noted.upTo(seq)
        if (!isNews) await stream.write(': lives\n\n')
        const news = tail.after(at)
        if (news === undefined) await catchUp()
        else {
          const page = news.slice(0, perWrite)
          const text = page
            .filter((item) => item.seq === undefined || item.seq > seq)
            .map(({ text: whole, withheld }) =>
              withheld === undefined || may(reader, withheld.needed) ? whole : withheld.text,
            )
            .join('')
          if (text !== '') await stream.write(text)
          seq = page.reduce((last, item) => Math.max(last, item.seq ?? 0), seq)
          at = page.at(-1)?.place ?? at
        }
      }
    }
    return streamSSE(c, (stream) =>
      follow(stream).catch((error: unknown) => {
        // The answer has begun, so all that is left is to end it: the client comes again behind its last entry.
        if (!stopping.aborted) writeLog(brokenOff(caseId, c.get('principal')?.name, error))
      }),
    )
  })
}

/** What a stream handed out is noted once a minute, and when it ends: not with each of its writes. */
const noteEveryMs = 60_000

function noteOfStream(
  parts: ApiParts,
  principal: Principal | undefined,
  { caseId, start, last }: { readonly caseId: string; readonly start: number; readonly last: () => number },
): AsyncDisposable & { isDue(): boolean; upTo(seq: number): Promise<void> } {
  let noted = start
  let at = performance.now()
  async function upTo(seq: number): Promise<void> {
    const from = noted + 1
    noted = Math.max(noted, seq)
    at = performance.now()
    await noteRead(parts, principal, { caseId, from, to: noted })
  }
  return {
    isDue: () => performance.now() - at >= noteEveryMs,
    upTo,
    // A database that went away ended the stream; what was noted before stays.
    [Symbol.asyncDispose]: () => upTo(last()).catch(() => undefined),
  }
}

function brokenOff(caseId: string, who: string | undefined, error: unknown) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { level: 'error', route: followCase.path, case: caseId, who, error: text }
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
