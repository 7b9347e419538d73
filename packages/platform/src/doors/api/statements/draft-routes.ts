import { setImmediate } from 'node:timers/promises'

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { keepStatements, statementTexts } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  type DraftedLetter,
  type DraftingPlace,
  draftLetters,
  recordDrafts,
  type StatementContent,
} from '../../../phases/comply/statements/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { CaseId } from '../cases/case-view.ts'
import { once, signatureOf } from '../commands/once.ts'
import { dutyDesksOf } from '../duties/duty-desks.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { statementReader } from './statement-reader.ts'

const Tenant = z.string().min(1).max(200)
const Lines = z.object({ de: z.array(z.string()), en: z.array(z.string()) })
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })

export const DraftedLetters = z
  .object({
    drafts: z.array(
      z.object({
        tenant: z.string(),
        name: z.string(),
        revision: z.int(),
        against: z
          .int()
          .nullable()
          .openapi({ description: 'The revision that the customer was told last; null for the first word' }),
        changes: Lines,
        findings: z.array(
          z.object({
            severity: z.enum(['error', 'warning']),
            kind: z.string(),
            message: z.string(),
            german: z.string(),
          }),
        ),
      }),
    ),
    unchanged: z.int().openapi({ description: 'Of those looked at: what they say is what is known' }),
    looked: z
      .int()
      .openapi({ description: 'How many of all were looked at, with those of the calls before' }),
    of: z.int(),
    next: z.string().nullable().openapi({ description: 'Give it as "after" to go on; null at the end' }),
  })
  .openapi('DraftedLetters')

const draft = createRoute({
  method: 'post',
  path: '/api/cases/{case}/statements/drafts',
  summary: 'Drafts letters of which something new is known, some at a time; with "dryRun" says only what would be drafted',
  request: {
    params: z.object({ case: CaseId }),
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: {
      required: true,
      ...json(
        z.strictObject({
          nextBy: z.iso
            .datetime({ offset: true })
            .openapi({ format: 'date-time', description: 'Until when the next one is promised' }),
          tenants: z.array(Tenant).min(1).max(10_000).optional().openapi({ description: 'Absent: all of the case' }),
          renew: z.boolean().default(false).openapi({ description: 'Also where nothing changed, for another promised time' }),
          dryRun: z.boolean().default(false),
          after: Tenant.optional().openapi({ description: 'Go on behind this one, in the order of ids' }),
          limit: z.int().min(1).max(250).default(100),
        }),
      ),
    },
  },
  responses: {
    200: { description: 'What was, or would be, drafted', ...json(DraftedLetters) },
    ...problems(400, 401, 403, 404, 409, 413, 415, 429, 503),
  },
}) // prettier-ignore

/** Composed before others are answered: about 100 ms. */
const partSize = 15

/** Drafts of letters, as "anlauf statement draft" makes them; whoever has thousands calls until "next" is null. */
export function draftRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  // One at a time on each server: a run keeps a connection, and two at once would be in each other's way.
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work, work)
    turn = mine.catch(() => undefined)
    return mine
  }

  app.openapi(draft, async (c) => {
    const by = requirePermission(c.get('principal'), 'draftStatements')
    const { case: caseId } = c.req.valid('param')
    const body = c.req.valid('json')
    const nextBy = new Date(body.nextBy)
    const now = parts.now()
    if (nextBy.getTime() <= now.getTime()) {
      throw new AnlaufError('input-invalid', 'The promised time is over.', {
        hint: 'Give a time to come; the customer plans by it.',
      })
    }
    const terms = { ...body, nextBy, now }
    if (body.dryRun) return c.json(await draftSome(parts, caseId, terms), 200)
    const key = c.req.valid('header')['idempotency-key']
    const asked = { by, key, case: caseId, command: 'draftStatements', body }
    const { answer } = await inTurn(() =>
      once(parts, asked, () => draftSome(parts, caseId, terms, signatureOf(by, now))),
    )
    return c.json(answer, 200)
  })
}

interface Terms {
  readonly nextBy: Date
  readonly now: Date
  readonly renew: boolean
  readonly tenants?: readonly string[] | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Drafts the next ones; records them where it is said by whom. */
async function draftSome(
  parts: ApiParts,
  caseId: string,
  { tenants, after, limit, ...terms }: Terms,
  by?: ReturnType<typeof signatureOf>,
): Promise<z.infer<typeof DraftedLetters>> {
  const place = await placeOf(parts, caseId, terms.now)
  const { units } = place.session.desk.case
  const unknown = tenants?.find((tenant) => !units.has(tenant))
  if (unknown !== undefined) {
    throw new AnlaufError('not-found', `The case has no tenant "${unknown}".`, {
      hint: 'GET /api/cases/{case}/statements lists them.',
    })
  }
  const all = [...new Set(tenants ?? units.keys())].toSorted()
  const from = after === undefined ? 0 : all.findIndex((tenant) => tenant > after)
  const some = from < 0 ? [] : all.slice(from, from + limit)
  const names = new Map(place.estate.tenants.map(({ id, name }) => [id, name]))
  const drafted: DraftedLetter[] = []
  for (let at = 0; at < some.length; at += partSize) {
    const made = await draftLetters(place, some.slice(at, at + partSize), terms)
    if (by !== undefined) await recordDrafts(place, made, by)
    drafted.push(...made)
    await setImmediate()
  }
  const looked = from < 0 ? all.length : from + some.length
  return {
    drafts: drafted.map(({ content: { tenant, revision, changes }, told, findings }) => ({
      tenant,
      name: names.get(tenant) ?? tenant,
      revision,
      against: told?.revision ?? null,
      changes: { de: [...changes.de], en: [...changes.en] },
      findings: findings.map((one) => ({ ...one })),
    })),
    unchanged: some.length - drafted.length,
    looked,
    of: all.length,
    next: looked < all.length ? (some.at(-1) ?? null) : null,
  }
}

async function placeOf(parts: ApiParts, caseId: string, now: Date): Promise<DraftingPlace> {
  const session = await statementReader(parts)(caseId)
  const { facts } = await dutyDesksOf(parts).desk(caseId)
  const estate = requireDesk(parts.desk).estate()
  // What all sheets have in common is made once; the desk moves on with each part that is recorded.
  const base = facts.base(now, estate)
  return {
    session,
    estate,
    base: () => ({ desk: session.desk, facts: base, estate }),
    async contents(wanted) {
      const asked = wanted.map(({ tenant, revision }) => ({ tenant, hash: revision.contentHash }))
      const texts = await statementTexts(parts.database, caseId, asked)
      return new Map([...texts].map(([tenant, text]) => [tenant, JSON.parse(text) as StatementContent]))
    },
    keep: (rows) => keepStatements(parts.database, caseId, rows),
  }
}
