import { z } from '@hono/zod-openapi'

import {
  type CaseState,
  possibleOutcomes,
  type QueuedGroup,
  signaturesNeeded,
  type Standing,
  standingOf,
  type UnitQueueState,
} from '../../../core/case/index.ts'
import { type CaseQueue, type QueueGroup, visibleText } from '../../../phases/recover/index.ts'

export const queuedClasses = ['N1', 'N2', 'N3', 'N4', 'N5', 'N6'] as const
export const queueOutcomes = ['takeNewest', 'takePrevious', 'leaveOut', 'release'] as const
export const standings = ['open', 'halfSigned', 'contested', 'decided', 'unneeded'] as const

export const Digest = z.string().regex(/^[0-9a-f]{64}$/)
const Count = z.int().min(0)

export const QueueRow = z
  .object({
    facts: Digest.openapi({ description: 'What a decision signs; another fact, another digest' }),
    unit: z.string(),
    class: z.enum(queuedClasses),
    files: Count,
    planned: z
      .enum(['newest', 'previous', 'nothing'])
      .openapi({ description: 'What happens when nobody decides' }),
    standing: z
      .enum(standings)
      .openapi({ description: '`unneeded`: nobody has said anything, and nobody has to' }),
    outcome: z.enum(queueOutcomes).nullable().openapi({ description: 'Decided, or signed by one of two' }),
    people: z.array(z.string()).openapi({ description: 'Whose word stands' }),
    outcomes: z.array(z.object({ outcome: z.enum(queueOutcomes), signatures: z.int().min(1).max(2) })),
    held: z
      .object({
        verdict: z.enum(['infected', 'suspicious', 'unknown']),
        cause: z.string(),
        detail: z.string(),
        sha256: Digest.nullable(),
      })
      .nullable()
      .openapi({ description: 'Why a run held it back' }),
    ruleAllowed: z.boolean().openapi({ description: 'False where every group is decided alone' }),
    named: z
      .object({
        size: Count,
        verdict: z.string(),
        planReason: z.string(),
        says: z.array(z.string()),
        places: z.array(z.string()).openapi({ description: 'The first ten, as host:path' }),
      })
      .nullable()
      .openapi({ description: 'From the queue file of this machine; null where it has none that fits' }),
  })
  .openapi('QueueRow')

export type QueueRowView = z.infer<typeof QueueRow>

/** Rows of the last states that were asked for; a state never changes, so its rows are those of its queue file. */
const known = new WeakMap<
  CaseState,
  { readonly file: CaseQueue | undefined; readonly rows: readonly QueueRowView[] }
>()

/** Every group of every queue of a case, most dangerous first among those that wait for people. */
export function queueRows(state: CaseState, file: CaseQueue | undefined): readonly QueueRowView[] {
  const before = known.get(state)
  if (before !== undefined && before.file === file) return before.rows
  const rows = sortedRows(state, file)
  known.set(state, { file, rows })
  return rows
}

function sortedRows(state: CaseState, file: CaseQueue | undefined): readonly QueueRowView[] {
  const named = new Map(
    file?.units.flatMap(({ groups }) => groups.map((group) => [group.facts, group] as const)),
  )
  return [...state.queues]
    .flatMap(([unit, queue]) =>
      [...queue.groups.values()].map((group) => rowOf({ unit, queue, group, named: named.get(group.facts) })),
    )
    .toSorted((a, b) => urgency(b) - urgency(a) || compare(a.unit, b.unit) || compare(a.facts, b.facts))
}

interface Row {
  readonly unit: string
  readonly queue: UnitQueueState
  readonly group: QueuedGroup
  readonly named: QueueGroup | undefined
}

function rowOf({ unit, queue, group, named }: Row): QueueRowView {
  const standing = standingOf(group, queue)
  const { facts, class: one, files, planned, held } = group
  return {
    facts,
    unit,
    class: one,
    files,
    planned,
    ...standingView(standing, group, queue),
    outcomes: possibleOutcomes(group).map((outcome) => ({
      outcome,
      signatures: signaturesNeeded(group, outcome),
    })),
    held:
      held === undefined
        ? null
        : { verdict: held.verdict, cause: held.cause, detail: visibleText(held.detail), sha256: held.sha256 },
    ruleAllowed: one < 'N5' && held === undefined,
    named: named === undefined ? null : namesOf(named),
  }
}

function standingView(
  standing: Standing,
  { facts, needsPerson }: QueuedGroup,
  queue: UnitQueueState,
): Pick<QueueRowView, 'standing' | 'outcome' | 'people'> {
  const people = [...(queue.votes.get(facts)?.keys() ?? [])]
  switch (standing.kind) {
    case 'open':
      return { standing: needsPerson ? 'open' : 'unneeded', outcome: null, people: [] }
    case 'contested':
      return { standing: 'contested', outcome: null, people }
    case 'halfSigned':
      return { standing: 'halfSigned', outcome: standing.outcome, people }
    case 'decided':
      return { standing: 'decided', outcome: standing.outcome, people: [...standing.people] }
  }
}

function namesOf({ size, verdict, planReason, powers, reasons, items }: QueueGroup): QueueRowView['named'] {
  return {
    size,
    verdict,
    planReason,
    says: [...powers, ...reasons].slice(0, 20).map(visibleText),
    places: items.slice(0, 10).map(({ host, path }) => visibleText(`${host}:${path}`)),
  }
}

const order = { contested: 4, halfSigned: 3, open: 2, unneeded: 1, decided: 0 } as const

/** Who disagrees first, then what one signature is missing to, then what nobody looked at; programs before texts. */
function urgency({ standing, held, class: one }: QueueRowView): number {
  return order[standing] * 100 + (held === null ? 0 : 50) + Number(one.slice(1))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
