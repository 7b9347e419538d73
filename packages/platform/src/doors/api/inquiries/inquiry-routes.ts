import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { inquiriesBy, inquiryFigures, inquiryNamed } from '../../../adapters/database/index.ts'
import type { LegalProfile } from '../../../core/estate/index.ts'
import {
  clusterInquiries,
  extensionReasons,
  identityChecks,
  type InquiryCommand,
  inquiryClasses,
  inquiryStates,
  inquiryTopics,
  readTelephone,
} from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { once } from '../commands/once.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
import { problems } from '../http/problem-responses.ts'
import {
  InquiryClusterShape,
  InquiryFiguresShape,
  InquiryShape,
  inquiryShape,
  Reference,
} from './inquiry-shapes.ts'

const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)
const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
const body = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, ...json(schema) })
const changed = {
  200: {
    description: 'The inquiry as it is now; "changed" is false where there was nothing left to do',
    ...json(z.object({ changed: z.boolean(), inquiry: InquiryShape })),
  },
  ...failures,
}

const list = createRoute({
  method: 'get',
  path: '/api/inquiries',
  summary: 'Inquiries, the most urgent first, with how well promises are kept',
  request: {
    query: z.object({
      state: z.enum(inquiryStates).optional(),
      class: z.enum(inquiryClasses).optional(),
      case: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
  },
  responses: {
    200: {
      description: 'What waits, and the figures',
      ...json(z.object({ figures: InquiryFiguresShape, inquiries: z.array(InquiryShape) })),
    },
    ...failures,
  },
})

const clusters = createRoute({
  method: 'get',
  path: '/api/inquiry-clusters',
  summary: 'What many people ask: open inquiries about the same, alike in words',
  request: { query: z.object({ case: z.string().max(64).optional() }) },
  responses: {
    200: { description: 'The largest first', ...json(z.object({ clusters: z.array(InquiryClusterShape) })) },
    ...failures,
  },
})

const show = createRoute({
  method: 'get',
  path: '/api/inquiries/{reference}',
  summary: 'One inquiry',
  request: { params: z.object({ reference: Reference }) },
  responses: { 200: { description: 'As it is now', ...json(InquiryShape) }, ...failures },
})

const post = <Path extends string, Schema extends z.ZodType>(path: Path, summary: string, schema: Schema) =>
  createRoute({
    method: 'post',
    path: `/api/inquiries/{reference}/${path}` as const,
    summary,
    request: { params: z.object({ reference: Reference }), body: body(schema) },
    responses: changed,
  })

const classify = post(
  'class',
  'What an inquiry is; "security" is set aside and never answered',
  z.strictObject({ class: z.enum(inquiryClasses) }),
)
const identify = post(
  'identity',
  'How the person was recognised',
  z.strictObject({ how: z.enum(identityChecks) }),
)
const assign = post(
  'case',
  'Whose it is, of one that came while an incident and an exercise were open',
  z.strictObject({ case: CaseId }),
)
const solved = post(
  'solved',
  'What the person said on the telephone',
  z.strictObject({ solved: z.boolean() }),
)
const answer = createRoute({
  method: 'post',
  path: '/api/inquiries/{reference}/answer',
  summary: 'Gives an approved answer, by mail where there is an address',
  request: {
    params: z.object({ reference: Reference }),
    body: body(z.strictObject({ answer: z.string().max(64) })),
  },
  responses: {
    200: {
      description: 'Answered; by "phone" somebody has to call',
      ...json(z.object({ by: z.enum(['mail', 'phone']), inquiry: InquiryShape })),
    },
    ...failures,
  },
})

const extend = createRoute({
  method: 'post',
  path: '/api/inquiries/{reference}/extension',
  summary:
    'Tells a data subject, with an approved text that says why, that the request takes two further months',
  request: {
    params: z.object({ reference: Reference }),
    body: body(z.strictObject({ answer: z.string().max(64), because: z.enum(extensionReasons) })),
  },
  responses: {
    200: {
      description: 'Extended (GDPR Art. 12(3)); by "phone" somebody has to call',
      ...json(z.object({ by: z.enum(['mail', 'phone']), inquiry: InquiryShape })),
    },
    ...failures,
  },
})

const text = (max: number) => z.string().max(max)
const telephone = createRoute({
  method: 'post',
  path: '/api/inquiries',
  summary: 'What somebody said on the telephone: the same fields as on the form, a number, no mail address',
  request: {
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: body(
      z.strictObject({
        name: text(200),
        customer: text(200)
          .optional()
          .openapi({ description: 'Company or customer number; absent: no customer' }),
        phone: text(80),
        callTime: text(200).optional(),
        service: text(64).openapi({ description: 'Id of a service of the estate, or "other"' }),
        topic: z.enum(inquiryTopics),
        message: text(20_000),
        language: z.enum(['de', 'en']),
        consent: z.literal(true).openapi({ description: 'The person agreed that it is kept to answer it' }),
        case: CaseId.optional(),
      }),
    ),
  },
  responses: {
    200: { description: 'It is open, with the time by which we promised an answer', ...json(InquiryShape) },
    ...failures,
  },
})

/** The queue of the desk. Reading it needs a permission of its own: it holds names and numbers. */
export function inquiryRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { database, deskSources, inquiryDesk, now, readCase } = parts
  app.openapi(list, async (c) => {
    requirePermission(c.get('principal'), 'readInquiries')
    const { state, class: ofClass, case: caseId, limit } = c.req.valid('query')
    const inquiries = await inquiriesBy(database, {
      limit,
      ...(state !== undefined && { states: [state] }),
      ...(ofClass !== undefined && { class: ofClass }),
      ...(caseId !== undefined && { caseId }),
    })
    const figures = await inquiryFigures(database, now(), caseId)
    const at = await lawAt()
    return c.json({ figures, inquiries: inquiries.map((one) => inquiryShape(one, at)) }, 200)
  })

  app.openapi(clusters, async (c) => {
    requirePermission(c.get('principal'), 'readInquiries')
    const { case: caseId } = c.req.valid('query')
    const open = await inquiriesBy(database, {
      states: ['open'],
      limit: 10_000,
      ...(caseId !== undefined && { caseId }),
    })
    const found = clusterInquiries(open).map((one) => ({
      ...one,
      references: [...one.references],
      words: [...one.words],
    }))
    return c.json({ clusters: found }, 200)
  })

  app.openapi(show, async (c) => {
    requirePermission(c.get('principal'), 'readInquiries')
    return c.json(await named(c.req.valid('param').reference), 200)
  })

  app.openapi(classify, async (c) => {
    const by = requirePermission(c.get('principal'), 'answerInquiries')
    const command = { command: 'classify', class: c.req.valid('json').class } as const
    return c.json(await decide(c.req.valid('param').reference, command, by), 200)
  })
  app.openapi(identify, async (c) => {
    const by = requirePermission(c.get('principal'), 'answerInquiries')
    const command = { command: 'identify', how: c.req.valid('json').how } as const
    return c.json(await decide(c.req.valid('param').reference, command, by), 200)
  })
  app.openapi(assign, async (c) => {
    const by = requirePermission(c.get('principal'), 'answerInquiries')
    const { case: caseId } = c.req.valid('json')
    requireDeclared(await readCase(caseId))
    return c.json(await decide(c.req.valid('param').reference, { command: 'assign', caseId }, by), 200)
  })
  app.openapi(telephone, async (c) => {
    const by = requirePermission(c.get('principal'), 'answerInquiries')
    const { case: caseId, consent: _said, ...said } = c.req.valid('json')
    if (caseId !== undefined) requireDeclared(await readCase(caseId))
    const reading = await deskSources.estate?.()
    const services =
      reading !== undefined && 'estate' in reading ? reading.estate.services.map(({ id }) => id) : []
    const fields = new URLSearchParams({ consent: 'yes' })
    for (const [name, value] of Object.entries(said)) if (value !== undefined) fields.set(name, value)
    if (said.customer === undefined) fields.set('noCustomer', 'yes')
    const read = readTelephone(fields, { services, language: said.language })
    if ('problems' in read) {
      throw new AnlaufError(
        'input-invalid',
        `The inquiry is not whole: ${[...read.problems.keys()].join(', ')}.`,
        {
          hint: 'The same fields as on the form are needed, and a number to call.',
          context: { points: [...read.problems].map(([field, problem]) => `${field}: ${problem}`) },
        },
      )
    }
    const asked = { by, key: c.req.valid('header')['idempotency-key'], case: caseId ?? '' }
    // The kept answer is a number only: names and telephones are not to outlive their inquiry.
    const { answer: taken } = await once(
      parts,
      { ...asked, command: 'inquiryByTelephone', body: said },
      async (session) => {
        const inquiry = await inquiryDesk.telephone(read.submission, acting(by), caseId, session)
        return { reference: inquiry.reference }
      },
    )
    return c.json(await named(taken.reference), 200)
  })
  app.openapi(solved, async (c) => {
    const by = requirePermission(c.get('principal'), 'answerInquiries')
    const command = { command: c.req.valid('json').solved ? 'solved' : 'notSolved' } as const
    return c.json(await decide(c.req.valid('param').reference, command, by), 200)
  })
  app.openapi(answer, async (c) => {
    const by = requirePermission(c.get('principal'), 'answerInquiries')
    const { reference } = c.req.valid('param')
    const given = await inquiryDesk.answer(reference, c.req.valid('json').answer, acting(by))
    return c.json({ by: given.by, inquiry: inquiryShape(given.inquiry, await lawAt()) }, 200)
  })
  app.openapi(extend, async (c) => {
    const by = requirePermission(c.get('principal'), 'answerInquiries')
    const { reference } = c.req.valid('param')
    const { answer: answerId, because } = c.req.valid('json')
    const told = await inquiryDesk.extend(reference, { answerId, because }, acting(by))
    return c.json({ by: told.by, inquiry: inquiryShape(told.inquiry, await lawAt()) }, 200)
  })

  /** The clock of law depends on who we are in law; without an estate nobody said. */
  async function lawAt() {
    const reading = await deskSources.estate?.()
    const profile: LegalProfile = reading !== undefined && 'estate' in reading ? reading.estate.legal : {}
    return { now: now().toTemporalInstant(), profile }
  }

  function acting({ name: person }: Principal) {
    return { person, at: now().toISOString() }
  }

  async function decide(
    reference: string,
    command: Exclude<InquiryCommand, { command: 'answer' | 'confirm' | 'extend' | 'notExtended' }>,
    by: Principal,
  ): Promise<{ changed: boolean; inquiry: InquiryShape }> {
    const inquiry = await inquiryDesk.decide(reference, command, acting(by))
    if (inquiry !== undefined) return { changed: true, inquiry: inquiryShape(inquiry, await lawAt()) }
    return { changed: false, inquiry: await named(reference) }
  }

  async function named(reference: string): Promise<InquiryShape> {
    const inquiry = await inquiryNamed(database, reference)
    if (inquiry !== undefined) return inquiryShape(inquiry, await lawAt())
    throw new AnlaufError('not-found', `There is no inquiry ${reference}.`, {
      hint: 'One that nobody confirmed within 72 hours was deleted.',
    })
  }
}
