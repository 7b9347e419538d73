import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { AnlaufError } from '../../../core/failure.ts'
import { noticeFigures, type RecipientState } from '../../../core/notices/index.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { CaseId } from '../cases/case-view.ts'
import { problems } from '../http/problem-responses.ts'
import { DeliveryRow, NoticeRow } from './notice-view.ts'
import { noticeReader } from './open-sessions.ts'

export const NoticeBoard = z.object({ case: z.string(), notices: z.array(NoticeRow) }).openapi('NoticeBoard')

export const DeliveryPage = z
  .object({ case: z.string(), notice: z.string(), matching: z.int(), rows: z.array(DeliveryRow) })
  .openapi('DeliveryPage')

const standings = ['proved', 'underway', 'call'] as const

const listNotices = createRoute({
  method: 'get',
  path: '/api/cases/{case}/notices',
  summary: 'Notices to customers: where they stand, how many have them with proof, as `anlauf notice list`',
  request: { params: z.object({ case: CaseId }) },
  responses: {
    200: { description: 'The notices', content: { 'application/json': { schema: NoticeBoard } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

const listDeliveries = createRoute({
  method: 'get',
  path: '/api/cases/{case}/notices/{notice}/deliveries',
  summary: 'Every recipient of a notice: what the mail did, the calls, the proof. Ids only, no address',
  request: {
    params: z.object({
      case: CaseId,
      notice: z
        .string()
        .min(1)
        .max(64)
        .openapi({ param: { name: 'notice', in: 'path' }, example: 'l1-first' }),
    }),
    query: z.object({
      standing: z.enum(standings).optional(),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: DeliveryPage } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

/** What customers hear by name. Nothing here changes anything: notices are written and sent on the command line. */
export function noticeRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const readNotices = noticeReader(parts)
  app.openapi(listNotices, async (c) => {
    const { case: caseId } = c.req.valid('param')
    const desk = await readNotices(caseId)
    const notices = [...desk.notices.values()].map((notice) => {
      const figures = noticeFigures(desk, notice, parts.now())
      return {
        ...figures,
        approvedBy: [...figures.approvedBy],
        duty: notice.duty ?? null,
        subject: notice.subject,
        ackHours: notice.ackHours,
        sentAt: notice.sentAt ?? null,
      }
    })
    return c.json({ case: caseId, notices }, 200)
  })

  app.openapi(listDeliveries, async (c) => {
    const { case: caseId, notice: name } = c.req.valid('param')
    const { standing, offset, limit } = c.req.valid('query')
    const notice = (await readNotices(caseId)).notices.get(name)
    if (notice === undefined) {
      throw new AnlaufError('not-found', 'This case has no such notice.', {
        hint: 'See the list of its notices.',
      })
    }
    const rows = [...notice.recipients.values()]
      .map(deliveryRow)
      .filter((row) => (standing ?? row.standing) === row.standing)
    return c.json(
      { case: caseId, notice: name, matching: rows.length, rows: rows.slice(offset, offset + limit) },
      200,
    )
  })
}

function deliveryRow({
  recipient,
  tenant,
  way,
  language,
  sentAt,
  mail,
  call,
  receipt,
}: RecipientState): z.infer<typeof DeliveryRow> {
  const standing = receipt !== undefined ? 'proved' : call !== undefined ? 'call' : 'underway'
  return {
    recipient,
    tenant,
    way,
    language,
    sentAt,
    standing,
    mail:
      mail === undefined
        ? null
        : { state: mail.state, reason: mail.reason ?? null, reply: mail.reply ?? null, at: mail.at },
    call: call === undefined ? null : { because: call.because, since: call.since, tries: [...call.tries] },
    receipt: receipt ?? null,
  }
}
