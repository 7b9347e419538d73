import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { endJob, evidenceLogWithin, jobById, jobsOf } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { endedEntry, type Job, jobKinds, unitRule } from '../../../core/jobs/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { signatureOf } from '../commands/once.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
import { problems } from '../http/problem-responses.ts'
import { askJob, permissionFor } from './ask-job.ts'
import { JobKind, JobOptions, JobView, jobView } from './job-view.ts'

const JobId = z
  .string()
  .max(300)
  .regex(/^[A-Za-z0-9._*-]+:[A-Za-z]+:[A-Za-z0-9._*-]+:\d{1,9}$/)
  .openapi({ param: { name: 'job', in: 'path' }, example: 'night-1:run:nordwind:1' })
const one = { content: { 'application/json': { schema: JobView } } }

const showWorkplace = createRoute({
  method: 'get',
  path: '/api/workplace',
  summary: 'What the server can be asked to do, and by whom it may be',
  responses: {
    200: {
      description: 'Ids and figures; no place and no path',
      content: {
        'application/json': {
          schema: z.object({
            works: z.boolean().openapi({ description: 'False: this server only shows' }),
            atOnce: z.int(),
            repositories: z.array(z.string()),
            kinds: z.array(
              z.object({ kind: JobKind, permission: z.string(), unit: z.enum(['one', 'may', 'none']) }),
            ),
          }),
        },
      },
    },
    ...problems(401, 403, 503),
  },
})

const listJobs = createRoute({
  method: 'get',
  path: '/api/cases/{case}/jobs',
  summary: 'The work of a case, what changed last first',
  request: {
    params: z.object({ case: CaseId }),
    query: z.object({
      before: z.coerce.number().int().min(1).optional().openapi({ description: '`revision` of the last job of the page before' }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    200: {
      description: 'A page of jobs',
      content: {
        'application/json': { schema: z.object({ jobs: z.array(JobView), next: z.int().nullable() }) },
      },
    },
    ...problems(400, 401, 403, 404, 503),
  },
}) // prettier-ignore

const startJob = createRoute({
  method: 'post',
  path: '/api/cases/{case}/jobs',
  summary: 'Asks for work: the command of this kind, with the places that the workplace names',
  request: {
    params: z.object({ case: CaseId }),
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            kind: JobKind,
            unit: z.string().min(1).max(200).optional(),
            options: JobOptions.default({}),
          }),
        },
      },
    },
  },
  responses: {
    200: { description: 'The same work is open already: that job', ...one },
    202: { description: 'It waits for its turn; its progress comes with the live events', ...one },
    ...problems(400, 401, 403, 404, 413, 415, 429, 503),
  },
})

const showJob = createRoute({
  method: 'get',
  path: '/api/cases/{case}/jobs/{job}',
  summary: 'One job, with its counters and what came of it',
  request: { params: z.object({ case: CaseId, job: JobId }) },
  responses: { 200: { description: 'The job', ...one }, ...problems(400, 401, 403, 404, 503) },
})

const cancelJob = createRoute({
  method: 'post',
  path: '/api/cases/{case}/jobs/{job}/cancel',
  summary: 'Stops a job at its next safe point; what it finished is kept',
  request: { params: z.object({ case: CaseId, job: JobId }) },
  responses: {
    200: { description: 'The job as it is now; one that had ended stays as it was', ...one },
    ...problems(400, 401, 403, 404, 503),
  },
})

/** Work over HTTP: ask, watch, cancel. */
export function jobRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { database, desk, now, readCase } = parts

  app.openapi(showWorkplace, (c) => {
    requirePermission(c.get('principal'), 'read')
    const kinds = jobKinds.map((kind) => ({ kind, permission: permissionFor[kind], unit: unitRule[kind] }))
    const { atOnce = 0, repositories = [] } = desk?.workplace ?? {}
    return c.json(
      { works: desk !== undefined, atOnce, repositories: repositories.map(({ id }) => id), kinds },
      200,
    )
  })

  app.openapi(listJobs, async (c) => {
    const { case: caseId } = c.req.valid('param')
    requireDeclared(await readCase(caseId))
    const { before, limit } = c.req.valid('query')
    const jobs = await jobsOf(database, caseId, { limit: limit + 1, ...(before !== undefined && { before }) })
    const page = jobs.slice(0, limit)
    return c.json(
      { jobs: page.map(jobView), next: jobs.length > limit ? (page.at(-1)?.revision ?? null) : null },
      200,
    )
  })

  app.openapi(startJob, async (c) => {
    const { kind, unit, options } = c.req.valid('json')
    const { job, isNew } = await askJob(parts, {
      caseId: c.req.valid('param').case,
      kind,
      unit,
      options: { ...options } as Job['options'],
      key: c.req.valid('header')['idempotency-key'],
      principal: c.get('principal'),
    })
    return isNew ? c.json(jobView(job), 202) : c.json(jobView(job), 200)
  })

  app.openapi(showJob, async (c) => {
    const { case: caseId, job } = c.req.valid('param')
    return c.json(jobView(ofCase(await jobById(database, job), caseId, job)), 200)
  })

  app.openapi(cancelJob, async (c) => {
    const { case: caseId, job: id } = c.req.valid('param')
    const by = requirePermission(c.get('principal'), 'cancel')
    const job = ofCase(await jobById(database, id), caseId, id)
    const ended = await database.transaction(async (session) => {
      const row = await endJob(session, { id: job.id, state: 'cancelled' })
      if (row === undefined) return undefined
      const entry = endedEntry(row, { state: 'cancelled' }, signatureOf(by, now()))
      await evidenceLogWithin(session).append(caseId, [entry])
      return row
    })
    return c.json(jobView(ended ?? ofCase(await jobById(database, id), caseId, id)), 200)
  })
}

function ofCase(job: Job | undefined, caseId: string, id: string): Job {
  if (job?.case === caseId) return job
  throw new AnlaufError('not-found', `The case "${caseId}" has no job "${id}".`, {
    hint: `GET /api/cases/${caseId}/jobs lists them.`,
  })
}
