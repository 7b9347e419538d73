import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { standingOf, type UnitQueueState } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { type ItemView, visibleText } from '../../../phases/recover/index.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { problems } from '../http/problem-responses.ts'
import {
  Digest,
  queuedClasses,
  queueOutcomes,
  QueueRow,
  queueRows,
  type QueueRowView,
  standings,
} from './queue-view.ts'
import { SideBySide, sideBySide } from './side-by-side.ts'

const Count = z.int().min(0)
const Time = z.string().openapi({ format: 'date-time' })

export const QueuePage = z
  .object({
    seq: Count,
    asOf: z.string(),
    hasNames: z.boolean().openapi({ description: 'A queue file of this case lies on this machine' }),
    canCompare: z.boolean().openapi({ description: 'This machine can read the backup' }),
    window: z.object({ from: Time, onset: Time, hours: z.number() }).nullable(),
    units: z.array(z.object({ unit: z.string(), groups: Count, waiting: Count })),
    standings: z.record(z.enum(standings), Count),
    matching: Count,
    rows: z.array(QueueRow),
  })
  .openapi('QueuePage')

export const QueueGroup = z
  .object({
    seq: Count,
    asOf: z.string(),
    row: QueueRow,
    votes: z.array(
      z.object({
        person: z.string(),
        role: z.string(),
        outcome: z.enum(queueOutcomes),
        reason: z.string(),
        at: Time,
        rule: z.string().nullable(),
        askedByTenant: z.boolean(),
      }),
    ),
  })
  .openapi('QueueGroup')

const listQueue = createRoute({
  method: 'get',
  path: '/api/cases/{case}/queue',
  summary: 'What was written near the incident and what people decided about it, most urgent first',
  request: {
    params: z.object({ case: CaseId }),
    query: z.object({
      unit: z.string().max(200).optional(),
      class: z.enum(queuedClasses).optional(),
      standing: z.enum(standings).optional(),
      offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: {
      description: 'A page of groups; the counts are of the whole case',
      content: {
        'application/json': {
          schema: QueuePage,
        },
      },
    },
    ...problems(400, 401, 403, 404, 503),
  },
})

const showGroup = createRoute({
  method: 'get',
  path: '/api/cases/{case}/queue/{facts}',
  summary: 'One group with everything that people said about it',
  request: { params: z.object({ case: CaseId, facts: Digest }) },
  responses: {
    200: {
      description: 'The group',
      content: {
        'application/json': {
          schema: QueueGroup,
        },
      },
    },
    ...problems(400, 401, 403, 404, 503),
  },
})

const compareGroup = createRoute({
  method: 'get',
  path: '/api/cases/{case}/queue/{facts}/versions',
  summary: 'The newest version of a group and the clean one before it, side by side',
  description:
    'Read from the backup now. Every text is made visible and cut; nothing of a content is ever markup.',
  request: { params: z.object({ case: CaseId, facts: Digest }) },
  responses: {
    200: {
      description: 'The first files of the group',
      content: { 'application/json': { schema: z.object({ facts: Digest, views: z.array(SideBySide) }) } },
    },
    ...problems(400, 401, 403, 404, 409, 503),
  },
})

/** The case queue, for the screen on which people decide; they decide with `decideQueue`. */
export function queueRoutes(app: OpenAPIHono<ApiEnv>, { readCase, deskSources, stopping }: ApiParts): void {
  app.openapi(listQueue, async (c) => {
    const { case: caseId } = c.req.valid('param')
    const { unit, class: one, standing, offset, limit } = c.req.valid('query')
    const { state, seq, asOf } = requireDeclared(await readCase(caseId))
    const file = await deskSources.queue?.(caseId)
    const rows = queueRows(state, file)
    const matching = rows.filter(
      (row) =>
        (unit ?? row.unit) === row.unit &&
        (one ?? row.class) === row.class &&
        (standing ?? row.standing) === row.standing,
    )
    const answer = {
      seq,
      asOf,
      hasNames: rows.some(({ named }) => named !== null),
      canCompare: deskSources.evidence !== undefined,
      window: file?.window ?? null,
      units: unitCounts(rows, [...state.queues.keys()]),
      standings: Object.fromEntries(
        standings.map((name) => [name, rows.filter((row) => row.standing === name).length]),
      ) as Record<(typeof standings)[number], number>,
      matching: matching.length,
      rows: matching.slice(offset, offset + limit),
    }
    return c.json(answer, 200)
  })

  app.openapi(showGroup, async (c) => {
    const { case: caseId, facts } = c.req.valid('param')
    const { state, seq, asOf } = requireDeclared(await readCase(caseId))
    const row = queueRows(state, await deskSources.queue?.(caseId)).find((one) => one.facts === facts)
    const queue = row && state.queues.get(row.unit)
    if (row === undefined || queue === undefined) throw noGroup(facts)
    return c.json({ seq, asOf, row, votes: votesOn(queue, facts) }, 200)
  })

  app.openapi(compareGroup, async (c) => {
    const { case: caseId, facts } = c.req.valid('param')
    const { state } = requireDeclared(await readCase(caseId))
    if (![...state.queues.values()].some(({ groups }) => groups.has(facts))) throw noGroup(facts)
    if (deskSources.evidence === undefined) throw cannotRead()
    // Whoever closes the page, and the end of the server, end the reading.
    const signal = AbortSignal.any([stopping, c.req.raw.signal])
    const views: readonly ItemView[] = await deskSources.evidence(caseId, facts, signal)
    return c.json({ facts, views: views.map(sideBySide) }, 200)
  })
}

/** A queue in which nothing stands was made all the same: whoever looks has to see that. */
function unitCounts(
  rows: readonly QueueRowView[],
  units: readonly string[],
): { unit: string; groups: number; waiting: number }[] {
  const byUnit = Map.groupBy(rows, ({ unit }) => unit)
  return units
    .map((unit) => {
      const list = byUnit.get(unit) ?? []
      const waiting = list.filter(({ standing }) => standing !== 'decided' && standing !== 'unneeded')
      return { unit, groups: list.length, waiting: waiting.length }
    })
    .toSorted((a, b) => b.waiting - a.waiting || (a.unit < b.unit ? -1 : 1))
}

/** The last word of each person. When it was said of other facts it is not in force; `standingOf` knows. */
function votesOn(queue: UnitQueueState, facts: string) {
  const group = queue.groups.get(facts)
  if (group === undefined || standingOf(group, queue).kind === 'open') return []
  return [...(queue.votes.get(facts)?.values() ?? [])].map((vote) => ({
    person: vote.person,
    role: vote.role,
    outcome: vote.outcome,
    reason: visibleText(vote.reason),
    at: vote.at,
    rule: vote.rule === undefined ? null : visibleText(vote.rule),
    askedByTenant: vote.askedByTenant === true,
  }))
}

function noGroup(facts: string): AnlaufError {
  return new AnlaufError('not-found', `No queue of this case has the group ${facts.slice(0, 12)}.`, {
    hint: 'The queue was made anew since: load it again and decide on what is known now.',
  })
}

function cannotRead(): AnlaufError {
  return new AnlaufError('not-found', 'This server was not told where the backup lies.', {
    hint: 'See both versions with "anlauf recover queue show", or name the repository in the configuration of "anlauf up".',
  })
}
