import { z } from '@hono/zod-openapi'

import { statusOf } from '../../../core/case/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { isPromiseOver, letterKey, type Revision, statementApprovals, type StatementDesk, statementStage } from '../../../core/statements/index.ts' // prettier-ignore
import { LetterView } from './letter-view.ts'

const Time = z.string().openapi({ format: 'date-time' })

export const stages = ['missing', 'in review', 'approved', 'posted', 'delivered'] as const
export type Stage = (typeof stages)[number]

const Posted = z.object({
  how: z.enum(['letter', 'registered']),
  postedAt: Time,
  reference: z.string().nullable(),
})

export const StatementRow = z
  .object({
    tenant: z.string(),
    name: z.string(),
    stage: z.enum(stages),
    revision: z.int().openapi({ description: '0 where nothing was drafted' }),
    contentHash: z.string().nullable(),
    draftedAt: Time.nullable(),
    approvedBy: z.array(z.object({ person: z.string(), role: z.string() })),
    request: z.string().nullable().openapi({ description: 'The open request for signatures' }),
    posted: Posted.nullable(),
    deliveredAt: Time.nullable(),
    isOutdated: z.boolean().openapi({ description: 'It says something else than is known now' }),
    isPromiseOver: z.boolean().openapi({
      description: 'A time that it promises is over, and it did not leave yet: it must not any more',
    }),
  })
  .openapi('StatementRow')

export const StatementBoard = z
  .object({
    case: z.string(),
    exercise: z.boolean(),
    counts: z.record(z.enum(stages), z.int()),
    waiting: z.int().openapi({ description: 'Letters in review for which nobody asked yet' }),
    matching: z.int(),
    rows: z.array(StatementRow),
  })
  .openapi('StatementBoard')

export const Shown = z
  .object({
    standing: StatementRow,
    letter: LetterView.nullable(),
    since: z
      .object({ de: z.array(z.string()), en: z.array(z.string()) })
      .openapi({ description: 'What is known since and not told yet' }),
  })
  .openapi('Statement')

type StatementRowShape = z.infer<typeof StatementRow>

/** Where each tenant's statement stands; `filter` on stage, id and name. */
export function standingsOf(
  desk: StatementDesk,
  { tenants }: Pick<Estate, 'tenants'>,
  now: Date,
): readonly StatementRowShape[] {
  const names = new Map(tenants.map(({ id, name }) => [id, name]))
  return [...desk.case.units.keys()].toSorted().map((tenant) => {
    const last = desk.statements.get(tenant)?.at(-1)
    return standingOf(desk, tenant, { name: names.get(tenant) ?? tenant, last, now })
  })
}

export function standingOf(
  desk: StatementDesk,
  tenant: string,
  { name, last, now }: { readonly name: string; readonly last: Revision | undefined; readonly now: Date },
): StatementRowShape {
  const base = { tenant, name, isOutdated: false, isPromiseOver: false }
  if (last === undefined) {
    const none = { contentHash: null, draftedAt: null, approvedBy: [], request: null, posted: null }
    return { ...base, ...none, stage: 'missing', revision: 0, deliveredAt: null }
  }
  const { revision, contentHash, draftedAt, posted, delivered } = last
  const at = now.toISOString()
  const open = (desk.asked.get(letterKey(tenant, contentHash)) ?? []).find((id) => {
    const request = desk.case.requests.get(id)
    return request !== undefined && statusOf(desk.case, request, at) === 'open'
  })
  return {
    ...base,
    stage: statementStage(desk, tenant, last),
    revision,
    contentHash,
    draftedAt,
    approvedBy: statementApprovals(desk, tenant, last).map(({ person, role }) => ({ person, role })),
    request: open ?? null,
    posted: posted === undefined ? null : { ...posted, reference: posted.reference ?? null },
    deliveredAt: delivered?.deliveredAt ?? null,
    isPromiseOver: posted === undefined && delivered === undefined && isPromiseOver(last, at),
  }
}

/** How many stand where. */
export function countsOf(rows: readonly StatementRowShape[]): Record<Stage, number> {
  const counts = { missing: 0, 'in review': 0, approved: 0, posted: 0, delivered: 0 }
  for (const { stage } of rows) counts[stage]++
  return counts
}
