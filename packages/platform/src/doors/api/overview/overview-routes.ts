import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { jobSamples, jobsOf, timelineOf } from '../../../adapters/database/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import {
  type CaseBoard,
  type FirstHour,
  firstHourOf,
  type Matrix,
  matrixOf,
  type RestartPlan,
  restartPlanOf,
  type Throughput,
  throughputOf,
} from '../../../core/overview/index.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { entryFor } from '../cases/kept-apart-entry.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { keptDue } from './kept-due.ts'
import { type TimelineEntry, timelineEntry } from './timeline-entry.ts'

/** Entries of one page of the timeline. */
export interface Timeline {
  readonly case: string
  readonly seq: number
  readonly asOf: string
  readonly entries: readonly TimelineEntry[]
  /** `before` of the next page; null on the last. */
  readonly next: number | null
}

const stages = ['waiting', 'restorePointsChosen', 'restored', 'verified', 'scanned', 'approved', 'released', 'handedBack'] as const // prettier-ignore
const params = z.object({ case: CaseId })
const Number_ = z.coerce.number().int().min(0)

/** The shape stands in core/overview, which the console imports as a type. */
function shown<Shape>(description: string) {
  const schema = z.custom<Shape>().openapi({ type: 'object', description })
  return {
    200: { description, content: { 'application/json': { schema } } },
    ...problems(400, 401, 403, 404, 503),
  }
}

const firstHour = createRoute({
  method: 'get',
  path: '/api/cases/{case}/first-hour',
  summary: 'One screen at 3 a.m.: what is hit, what to do, who does it, when is it back, what to say',
  request: { params },
  responses: shown<FirstHour>('Five blocks; what is not known is null'),
})

const matrix = createRoute({
  method: 'get',
  path: '/api/cases/{case}/matrix',
  summary: 'Service × tenant: how far each is, and the entry that proves it',
  request: {
    params,
    query: z.object({
      after: z.string().max(200).optional().openapi({ description: '`next` of the page before' }),
      limit: Number_.pipe(z.number().min(1).max(10_000)).default(1_000),
      stage: z.enum(stages).optional(),
      text: z.string().min(1).max(100).optional().openapi({ description: 'Part of an id or a name' }),
    }),
  },
  responses: shown<Matrix>('Rows are tenants, columns services'),
})

const timeline = createRoute({
  method: 'get',
  path: '/api/cases/{case}/timeline',
  summary: 'What happened, the newest first',
  request: {
    params,
    query: z.object({
      before: Number_.optional(),
      after: Number_.optional(),
      kinds: z
        .string()
        .regex(/^[A-Za-z.-]{1,64}(?:,[A-Za-z.-]{1,64}){0,31}$/)
        .optional()
        .openapi({ description: 'Kinds of entries, with commas' }),
      object: z.string().min(1).max(200).optional().openapi({ description: 'A unit, or an item' }),
      limit: Number_.pipe(z.number().min(1).max(500)).default(100),
    }),
  },
  responses: shown<Timeline>('A page of entries, each cut to what a line shows'),
})

const restartPlan = createRoute({
  method: 'get',
  path: '/api/cases/{case}/restart-plan',
  summary: 'What comes back after what, how long it takes at measured rates, and what decides the end',
  request: { params },
  responses: shown<RestartPlan>('A dependency graph with durations; nothing in it is binding'),
})

const throughput = createRoute({
  method: 'get',
  path: '/api/cases/{case}/throughput',
  summary: 'How fast it goes and what was found, from counters and events',
  request: { params },
  responses: shown<Throughput>('Curves of the last hours, findings by unit'),
})

/** Six hours of one job that runs without a pause; many jobs share them. */
const maxSamples = 2_000

/** Read models: computed from the board of the case, which is true up to `seq`. */
export function overviewRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { database, now, readCase } = parts
  const due = keptDue()
  const board = async (caseId: string): Promise<CaseBoard> => requireDeclared(await readCase(caseId))
  const work = async (caseId: string) => {
    const [jobs, samples] = await Promise.all([
      jobsOf(database, caseId),
      jobSamples(database, caseId, maxSamples),
    ])
    return { jobs, samples }
  }

  app.openapi(firstHour, async (c) => {
    const known = await board(c.req.valid('param').case)
    const around = { ...(await work(known.state.id)), estate: estateOf(parts), now: instant(now()), due }
    return c.json(firstHourOf(known, around), 200)
  })

  app.openapi(matrix, async (c) => {
    const { after, limit, stage, text } = c.req.valid('query')
    const filter = {
      limit,
      at: now().toISOString(),
      ...(after !== undefined && { after }),
      ...(stage !== undefined && { stage }),
      ...(text !== undefined && { text }),
    }
    return c.json(matrixOf(await board(c.req.valid('param').case), estateOf(parts), filter), 200)
  })

  app.openapi(timeline, async (c) => {
    const { before, after, kinds, object, limit } = c.req.valid('query')
    const { state, seq, asOf } = await board(c.req.valid('param').case)
    const entries = await timelineOf(database, state.id, {
      limit: limit + 1,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
      ...(kinds !== undefined && { kinds: kinds.split(',') }),
      ...(object !== undefined && { object }),
    })
    const page = entries.slice(0, limit).map((entry) => timelineEntry(entryFor(c.get('principal'), entry)))
    const next = entries.length > limit ? (page.at(-1)?.seq ?? null) : null
    return c.json({ case: state.id, seq, asOf, entries: page, next } satisfies Timeline, 200)
  })

  app.openapi(restartPlan, async (c) => {
    const known = await board(c.req.valid('param').case)
    const estate = (await shownEstate(parts)) ?? requireDesk(parts.desk).estate()
    return c.json(restartPlanOf(known, estate, await work(known.state.id)), 200)
  })

  app.openapi(throughput, async (c) => {
    const known = await board(c.req.valid('param').case)
    return c.json(throughputOf(known, await work(known.state.id)), 200)
  })
}

/** A server that takes no orders knows the estate all the same, where it was told of one. */
async function shownEstate({ desk, deskSources }: ApiParts): Promise<Estate | undefined> {
  if (desk !== undefined) return undefined
  const reading = await deskSources.estate?.()
  return reading !== undefined && 'estate' in reading ? reading.estate : undefined
}

/** Without an estate, or with one that has mistakes now, names and dependencies are not known; the case is. */
function estateOf({ desk }: Pick<ApiParts, 'desk'>): Estate | undefined {
  try {
    return desk?.estate()
  } catch {
    return undefined
  }
}

function instant(now: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
}
