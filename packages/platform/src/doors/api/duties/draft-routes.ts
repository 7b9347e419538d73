import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { evidenceLogWithin } from '../../../adapters/database/index.ts'
import { type ClockCommand, dutyNamed, openClocks } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { filingName } from '../../../core/filings/index.ts'
import {
  asKept,
  draftDocument,
  keepDrafts,
  keepFileApart,
  payloadOf,
  standingOf,
} from '../../../phases/comply/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { once, signatureOf } from '../commands/once.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
import { problems } from '../http/problem-responses.ts'
import { askForFiling } from './ask-for-filing.ts'
import { dutyDesksOf } from './duty-desks.ts'
import { DutyDraft } from './duty-view.ts'
import { requireReadable } from './may-read.ts'
import { appliesOf, clockOfDraft, oneDraft, shownDraft } from './shown-draft.ts'

const which = {
  language: z.enum(['de', 'en']).default('de'),
  tenant: z.string().min(1).max(64).optional(),
  group: z.string().min(1).max(40).optional(),
}
const Line = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((text) => text.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(text), 'one line of text')
const ofDuty = z.object({
  case: CaseId,
  duty: z
    .string()
    .min(1)
    .max(100)
    .openapi({ param: { name: 'duty', in: 'path' }, example: 'bsig-32-1-2' }),
})
const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ body: { required: true, ...json(schema) } })
const document = { 200: { description: 'The document', ...json(DutyDraft) }, ...failures }

const show = createRoute({
  method: 'get',
  path: '/api/cases/{case}/duties/{duty}/draft',
  summary: 'The document of a duty: the kept revision while the facts are the same, else as they read now',
  description: 'Changes nothing and sends nothing.',
  request: { params: ofDuty, query: z.object(which) },
  responses: document,
})

const print = createRoute({
  method: 'get',
  path: '/api/cases/{case}/duties/{duty}/draft.pdf',
  summary: 'The same as PDF/A, marked as a draft for counsel on every page until it is approved',
  request: { params: ofDuty, query: z.object(which) },
  responses: {
    200: {
      description: 'PDF/A-2a',
      content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...problems(400, 401, 403, 404, 503),
  },
})

const keep = createRoute({
  method: 'post',
  path: '/api/cases/{case}/duties/{duty}/draft',
  summary: 'Keeps the document as it reads now as a revision; nothing is sent',
  request: { params: ofDuty, ...body(z.strictObject(which)) },
  responses: document,
})

const ask = createRoute({
  method: 'post',
  path: '/api/cases/{case}/duties/{duty}/approval',
  summary: 'Asks those who answer for the duty for signatures, on exactly this content',
  description:
    'Keeps the document first. With required answers missing the reason is part of what is signed.',
  request: {
    params: ofDuty,
    ...body(
      z.strictObject({
        ...which,
        reason: z.string().min(1).max(2000).openapi({ description: 'What signers are told' }),
        incomplete: Line.optional().openapi({
          description: 'Why it goes out although required answers are missing',
        }),
        hours: z.number().min(0.25).max(72).default(8),
      }),
    ),
  },
  responses: { 200: { description: 'The request', ...json(z.object({ request: z.string() })) }, ...failures },
})

const submit = createRoute({
  method: 'post',
  path: '/api/cases/{case}/duties/{duty}/submission',
  summary: 'Records that an approved document was handed in, with the hash of the receipt',
  description: 'The receipt stays with whoever has it. Starts what counts from it.',
  request: {
    params: ofDuty,
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    ...body(
      z.strictObject({
        ...which,
        at: z.iso.datetime({ offset: true }).openapi({ format: 'date-time' }),
        receipt: z.string().regex(/^[0-9a-f]{64}$/).openapi({ description: 'SHA-256 of the receipt' }),
        reference: Line.optional().openapi({ description: 'File number of the recipient' }),
        delayReason: Line.optional(),
        revision: z.int().min(1).optional().openapi({
          description: 'Which revision was handed in; needed where it could be another than the last',
        }),
        unapproved: z.boolean().default(false).openapi({ description: 'It went out without approval; stays a finding' }),
      }),
    ),
  },
  responses: {
    200: {
      description: 'It stands in the case',
      ...json(z.object({ duty: z.string(), content: z.string().nullable(), events: z.int() })),
    },
    ...failures,
  },
}) // prettier-ignore

/** Documents of duties: read, kept, asked for, handed in by people. Nothing is ever sent. */
export function draftRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const deskOf = async (caseId: string) => {
    requireDeclared(await parts.readCase(caseId))
    return dutyDesksOf(parts).desk(caseId)
  }

  app.openapi(show, async (c) => {
    const principal = requirePermission(c.get('principal'), 'read')
    const { case: caseId, duty: id } = c.req.valid('param')
    const desk = await deskOf(caseId)
    requireReadable(principal, dutyNamed(desk.facts.clocks, id))
    const { duty, draft } = await oneDraft(desk, id, c.req.valid('query'), parts.now())
    const [kept = draft] = await asKept(desk, [draft])
    return c.json(await shownDraft(desk, duty, kept, parts.now()), 200)
  })

  app.openapi(print, async (c) => {
    const principal = requirePermission(c.get('principal'), 'read')
    const { case: caseId, duty: id } = c.req.valid('param')
    const desk = await deskOf(caseId)
    requireReadable(principal, dutyNamed(desk.facts.clocks, id))
    const { duty, draft } = await oneDraft(desk, id, c.req.valid('query'), parts.now())
    const [kept = draft] = await asKept(desk, [draft])
    const by = signatureOf(principal, parts.now())
    // The same document has the same bytes for a day.
    const day = new Date(`${by.at.slice(0, 10)}T00:00:00Z`)
    const print = parts.deskSources.print
    if (print === undefined) throw noPress()
    const bytes = print(draftDocument(kept, await standingOf(desk, duty, kept)), day)
    await keepFileApart(desk, kept, bytes, by)
    c.header('Content-Type', 'application/pdf')
    c.header('Content-Disposition', `attachment; filename="${fileName(caseId, filingName(kept))}.pdf"`)
    return c.body(Buffer.from(bytes), 200)
  })

  app.openapi(keep, async (c) => {
    const principal = requirePermission(c.get('principal'), 'recordClock')
    const { case: caseId, duty: id } = c.req.valid('param')
    const desk = await deskOf(caseId)
    requireReadable(principal, dutyNamed(desk.facts.clocks, id))
    const { duty, draft } = await oneDraft(desk, id, c.req.valid('json'), parts.now())
    refuseInapplicable(appliesOf(clockOfDraft(desk, duty, draft.tenant, parts.now())), id)
    const [kept = draft] = await keepDrafts(desk, [draft], signatureOf(principal, parts.now()))
    return c.json(await shownDraft(desk, duty, kept, parts.now()), 200)
  })

  app.openapi(ask, async (c) => {
    const by = requirePermission(c.get('principal'), 'requestApproval')
    const { case: caseId, duty: id } = c.req.valid('param')
    const { reason, incomplete, hours, ...whichOne } = c.req.valid('json')
    const desk = await deskOf(caseId)
    requireReadable(by, dutyNamed(desk.facts.clocks, id))
    const { duty, draft } = await oneDraft(desk, id, whichOne, parts.now())
    refuseInapplicable(appliesOf(clockOfDraft(desk, duty, draft.tenant, parts.now())), id)
    const request = await askForFiling(parts, desk, { duty, draft, by, reason, incomplete, hours })
    return c.json({ request }, 200)
  })

  app.openapi(submit, async (c) => {
    const by = requirePermission(c.get('principal'), 'recordClock')
    const { case: caseId, duty: id } = c.req.valid('param')
    const { at, receipt, reference, delayReason, unapproved, revision, language, tenant, group } =
      c.req.valid('json')
    const desk = await deskOf(caseId)
    const duty = dutyNamed(desk.facts.clocks, id)
    requireReadable(by, duty)
    const payload = payloadOf(desk.filings.log, duty, {
      language,
      isUnapproved: unapproved,
      ...(revision !== undefined && { revision }),
      ...(tenant !== undefined && { tenant }),
      ...(group !== undefined && { group }),
    })
    const met = {
      command: 'meet' as const,
      duty: id,
      metAt: new Date(at).toISOString(),
      proof: receipt,
      ...(payload !== undefined && { payload }),
      ...(tenant !== undefined && { tenants: [tenant] }),
      ...(reference !== undefined && { reference }),
      ...(delayReason !== undefined && { delayReason }),
    } satisfies ClockCommand
    const asked = {
      by,
      key: c.req.valid('header')['idempotency-key'],
      case: caseId,
      command: 'submitFiling',
      body: met,
    }
    const { answer } = await once(parts, asked, async (session) => {
      const clocks = await openClocks(evidenceLogWithin(session), caseId)
      const events = await clocks.execute(met, signatureOf(by, parts.now()))
      return { duty: id, content: payload ?? null, events: events.length }
    })
    return c.json(answer, 200)
  })
}

/** A document for a duty that does not apply would tell an authority what nobody has to tell it. */
function refuseInapplicable({ applies, why }: ReturnType<typeof appliesOf>, duty: string): void {
  if (applies !== 'no') return
  throw new AnlaufError('gate-closed', `${duty} does not apply in this case: ${why?.en ?? ''}.`, {
    hint: 'If it does, mend the legal profile of the estate ("anlauf clocks profile") or reopen the clock ("anlauf clocks reopen").',
  })
}

function noPress(): AnlaufError {
  return new AnlaufError('not-found', 'This server makes no documents for paper.', {
    hint: 'Use "anlauf duty draft --format pdf", or copy the text.',
  })
}

function fileName(caseId: string, filing: string): string {
  return `${caseId}-${filing}`.replaceAll(/[^A-Za-z0-9._-]/g, '_')
}
