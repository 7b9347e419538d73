import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { AnlaufError } from '../../../core/failure.ts'
import {
  isPromiseOver,
  type Revision,
  type StatementDesk,
  statementStage,
} from '../../../core/statements/index.ts'
import { letterDelivered } from '../../../phases/comply/delivered/index.ts'
import { composeStatement, differences, outdatedIn, promisesEnd, type StatementBase, type StatementContent } from '../../../phases/comply/statements/index.ts' // prettier-ignore
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { CaseId } from '../cases/case-view.ts'
import { signatureOf } from '../commands/once.ts'
import { dutyDesksOf } from '../duties/duty-desks.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { letterPdf } from './letter-pdf.ts'
import { keptLetter, letterText, toldBefore } from './letter-text.ts'
import { letterView } from './letter-view.ts'
import { statementReader } from './statement-reader.ts'
import {
  Shown,
  countsOf,
  stages,
  standingOf,
  standingsOf,
  StatementBoard,
  StatementRow,
} from './statement-view.ts'

const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)
const Tenant = z.string().min(1).max(200)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ body: { required: true, ...json(schema) } })
const ofTenant = z.object({ case: CaseId, tenant: Tenant })
const Moment = z.iso.datetime({ offset: true }).openapi({ format: 'date-time' })
const Line = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(text), 'one line of text')

const list = createRoute({
  method: 'get',
  path: '/api/cases/{case}/statements',
  summary: 'Where the statement of each customer stands',
  request: {
    params: z.object({ case: CaseId }),
    query: z.object({
      stage: z.enum(stages).optional(),
      named: z.string().max(100).optional().openapi({ description: 'Part of an id or a name' }),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
  },
  responses: { 200: { description: 'A page of them', ...json(StatementBoard) }, ...failures },
})

const show = createRoute({
  method: 'get',
  path: '/api/cases/{case}/statements/{tenant}',
  summary: 'The present statement of a customer: both languages, differences, what the checks say',
  request: { params: ofTenant },
  responses: { 200: { description: 'The statement', ...json(Shown) }, ...failures },
})

const print = createRoute({
  method: 'get',
  path: '/api/cases/{case}/statements/{tenant}/letter.pdf',
  summary: 'The letter as PDF/A; marked as a draft until both have signed it',
  request: { params: ofTenant },
  responses: {
    200: {
      description: 'The letter',
      content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...failures,
  },
})

const recorded = { 200: { description: 'Where it stands now', ...json(StatementRow) }, ...failures }

const post = createRoute({
  method: 'post',
  path: '/api/cases/{case}/statements/{tenant}/posted',
  summary: 'Records that a letter was given to the post; the same once more records nothing',
  request: {
    params: ofTenant,
    ...body(
      z.strictObject({
        postedAt: Moment,
        how: z.enum(['letter', 'registered']).default('letter'),
        number: Line.optional().openapi({ description: 'Of the consignment' }),
        outdatedAnyway: Line.optional().openapi({
          description: 'Why it goes out though it says something else than is known now',
        }),
      }),
    ),
  },
  responses: recorded,
})

const deliver = createRoute({
  method: 'post',
  path: '/api/cases/{case}/statements/{tenant}/delivered',
  summary: 'Records the proof that a letter arrived; from there the customer’s own 72 hours run',
  request: {
    params: ofTenant,
    ...body(
      z.strictObject({
        deliveredAt: Moment,
        proof: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .openapi({ description: 'SHA-256 of the receipt; the file itself is kept as evidence' }),
        notice: Line.optional().openapi({ description: 'The notice that the letter carried' }),
      }),
    ),
  },
  responses: recorded,
})

/** What each customer is told: looked at, printed, posted, delivered. Drafted on the command line, signed under Approvals. */
export function statementRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const now = (): Date => parts.now()

  app.openapi(list, async (c) => {
    requirePermission(c.get('principal'), 'readStatements')
    const { case: caseId } = c.req.valid('param')
    const { stage, named, offset, limit } = c.req.valid('query')
    const { desk } = await statementReader(parts)(caseId)
    const rows = standingsOf(desk, requireDesk(parts.desk).estate(), now())
    const sought = named?.trim().toLowerCase() ?? ''
    const matching = rows.filter(
      (row) =>
        (stage === undefined || row.stage === stage) &&
        (row.tenant.toLowerCase().includes(sought) || row.name.toLowerCase().includes(sought)),
    )
    const isOutdated = outdatedIn(await baseOf(caseId, desk), now())
    const page = matching.slice(offset, offset + limit).map((row) => {
      const revision = desk.statements.get(row.tenant)?.at(-1)
      return { ...row, isOutdated: revision !== undefined && isOutdated({ tenant: row.tenant, revision }) }
    })
    return c.json(
      {
        case: caseId,
        exercise: desk.case.exercise,
        counts: countsOf(rows),
        waiting: rows.filter((row) => row.stage === 'in review' && row.request === null).length,
        matching: matching.length,
        rows: page,
      },
      200,
    )
  })

  app.openapi(show, async (c) => {
    requirePermission(c.get('principal'), 'readStatements')
    const { case: caseId, tenant } = c.req.valid('param')
    const { desk } = await statementReader(parts)(caseId)
    requireTenant(desk, tenant)
    const revision = desk.statements.get(tenant)?.at(-1)
    const standing = await rowOf(caseId, desk, tenant)
    if (revision === undefined) return c.json({ standing, letter: null, since: { de: [], en: [] } }, 200)
    const estate = requireDesk(parts.desk).estate()
    const content = await keptLetter(parts, caseId, { tenant, contentHash: revision.contentHash })
    const at = now().toISOString()
    const fresh = composeStatement(await baseOf(caseId, desk), {
      tenant,
      revision: revision.revision,
      at,
      nextBy: at,
    })
    return c.json(
      {
        standing,
        letter: letterView(
          letterText(content, estate, now()),
          revision.contentHash,
          estate,
          await toldBefore(parts, desk, { tenant, revision: revision.revision }),
        ),
        since: { de: [...differences(content, fresh, 'de')], en: [...differences(content, fresh, 'en')] },
      },
      200,
    )
  })

  app.openapi(print, async (c) => {
    requirePermission(c.get('principal'), 'readStatements')
    const { case: caseId, tenant } = c.req.valid('param')
    const { desk } = await statementReader(parts)(caseId)
    const revision = presentOf(desk, tenant)
    const { contentHash } = revision
    const content = await keptLetter(parts, caseId, { tenant, contentHash })
    const stage = statementStage(desk, tenant, revision)
    const isApproved = stage !== 'in review'
    if (stage === 'approved') requirePromise(content, tenant, now())
    c.header('Content-Type', 'application/pdf')
    const name = `${fileName(tenant)}-r${revision.revision}${isApproved ? '' : '-draft'}.pdf`
    c.header('Content-Disposition', `attachment; filename="${name}"`)
    return c.body(letterPdf(content, requireDesk(parts.desk).estate(), { contentHash, isApproved }))
  })

  app.openapi(post, async (c) => {
    const by = requirePermission(c.get('principal'), 'postStatements')
    const { case: caseId, tenant } = c.req.valid('param')
    const { postedAt, how, number, outdatedAnyway } = c.req.valid('json')
    const session = await statementReader(parts)(caseId)
    const revision = presentOf(session.desk, tenant)
    const isOutdated = outdatedIn(await baseOf(caseId, session.desk), now())
    await session.execute(
      {
        command: 'post',
        tenants: [tenant],
        how,
        postedAt: new Date(postedAt).toISOString(),
        outdated: isOutdated({ tenant, revision }) ? [tenant] : [],
        ...(outdatedAnyway !== undefined && { outdatedAnyway }),
        ...(number !== undefined && { reference: number }),
      },
      signatureOf(by, now()),
    )
    return c.json(await rowOf(caseId, session.desk, tenant), 200)
  })

  app.openapi(deliver, async (c) => {
    const by = requirePermission(c.get('principal'), 'postStatements')
    const { case: caseId, tenant } = c.req.valid('param')
    const { deliveredAt, proof, notice } = c.req.valid('json')
    const session = await statementReader(parts)(caseId)
    requireTenant(session.desk, tenant)
    await letterDelivered(
      { log: parts.log, session, estate: requireDesk(parts.desk).estate() },
      { tenant, deliveredAt: new Date(deliveredAt).toISOString(), proof, notice },
      signatureOf(by, now()),
    )
    return c.json(await rowOf(caseId, session.desk, tenant), 200)
  })

  async function baseOf(caseId: string, desk: StatementDesk): Promise<StatementBase> {
    const { facts } = await dutyDesksOf(parts).desk(caseId)
    const estate = requireDesk(parts.desk).estate()
    return { desk, facts: facts.base(now(), estate), estate }
  }

  async function rowOf(caseId: string, desk: StatementDesk, tenant: string) {
    const base = await baseOf(caseId, desk)
    const name = base.estate.tenants.find(({ id }) => id === tenant)?.name ?? tenant
    const last = desk.statements.get(tenant)?.at(-1)
    const isOutdated = last !== undefined && outdatedIn(base, now())({ tenant, revision: last })
    return { ...standingOf(desk, tenant, { name, last, now: now() }), isOutdated }
  }
}

function requireTenant({ case: { units } }: StatementDesk, tenant: string): void {
  if (units.has(tenant)) return
  throw new AnlaufError('not-found', `The case has no tenant "${tenant}".`, {
    hint: 'GET /api/cases/{case}/statements lists them.',
  })
}

/** What was posted may be printed for the files; what waits for the post must not promise what is over. */
function requirePromise(content: StatementContent, tenant: string, now: Date): void {
  if (!isPromiseOver({ promisesEnd: promisesEnd(content) }, now.toISOString())) return
  throw new AnlaufError('gate-closed', `The letter to ${tenant} promises a time that is over.`, {
    hint: 'Draft a new revision with a time to come and have it signed; this one must not go out.',
    context: { missing: ['a promise to come'] },
  })
}

function presentOf(desk: StatementDesk, tenant: string): Revision {
  requireTenant(desk, tenant)
  const revision = desk.statements.get(tenant)?.at(-1)
  if (revision !== undefined) return revision
  throw new AnlaufError('not-found', `${tenant} has no statement.`, {
    hint: 'Make one with "anlauf statement draft".',
  })
}

/** Nothing in it ends a header. */
function fileName(tenant: string): string {
  return tenant.replaceAll(/[^A-Za-z0-9._-]/g, '_')
}
