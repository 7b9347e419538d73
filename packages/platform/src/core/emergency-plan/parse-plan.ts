import { deepFreeze, type EstateProblem, problem, readDocument, type Reading } from '../estate/index.ts'
import { checkStages } from './check-stages.ts'
import type { Action, EmergencyPlan, FrontMatter, Stage } from './model.ts'
import { actionFields, planShape } from './plan-shape.ts'
import { parseSelection, type Selection } from './selection.ts'

/** Something wrong with a plan file: where, what, and how to mend it. */
export type PlanProblem = EstateProblem

/**
 * Reads a plan file (YAML). Returns the frozen plan, or every problem with line, column, what is wrong and how to
 * mend it. A plan that is returned has no circle, no reference that leads nowhere, no gate whose fact nothing
 * produces, and a way back for everything that changes a system. Never throws for bad input.
 */
export function parseEmergencyPlan(
  text: string,
  file: string,
): { readonly plan: EmergencyPlan } | { readonly problems: readonly PlanProblem[] } {
  const { raw, reading } = readDocument(text, file, planShape, 'a plan')
  if (reading.problems.length > 0) return { problems: reading.problems }
  const plan = planOf(reading, raw as RawPlan)
  if (reading.problems.length === 0) checkStages(reading, plan)
  return reading.problems.length > 0 ? { problems: reading.problems } : { plan: deepFreeze(plan) }
}

type RawPlan = FrontMatter & { readonly on: EmergencyPlan['on']; readonly stages: readonly RawStage[] }
type RawAction = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>
type RawStage = Omit<Stage, 'forEach' | 'clocks' | 'actions'> & {
  readonly forEach?: string
  readonly clocks: readonly { duty: string; start: string; strict: number; regime: 'law' }[]
  readonly do: readonly RawAction[]
}

function planOf(reading: Reading, raw: RawPlan): EmergencyPlan {
  const { on, stages, ...rest } = raw
  const { apiVersion: _version, ...front } = rest as FrontMatter & { apiVersion: string }
  return { front, on, stages: stages.map((stage, at) => stageOf(reading, stage, `stages[${at}]`)) }
}

function stageOf(reading: Reading, raw: RawStage, path: string): Stage {
  const { id, title, needs, gate, startsClocks } = raw
  const forEach = raw.forEach === undefined ? undefined : selectionOf(reading, raw.forEach, `${path}.forEach`)
  return {
    id,
    title,
    needs,
    ...(forEach !== undefined && { forEach }),
    gate,
    clocks: raw.clocks.map(({ duty, start, strict, regime }) => ({
      duty,
      start,
      strictHours: strict,
      regime,
    })),
    actions: raw.do.flatMap((action, at) => actionOf(reading, action, `${path}.do[${at}]`) ?? []),
    startsClocks,
  }
}

function actionOf(reading: Reading, raw: RawAction, path: string): Action | undefined {
  const names = Object.keys(actionFields).filter((name) => raw[name] !== undefined)
  const [kind] = names
  if (kind === undefined || names.length > 1) {
    const hint = 'Start a new entry with "- " for each.'
    problem(reading, undefined, path, 'an entry of "do" holds exactly one action', hint)
    return undefined
  }
  const { [kind]: fields = {} } = raw
  if (kind === 'text') return { kind, text: fields } as unknown as Action
  const { select, deadline, expires, evidence, nextUpdate, within, else: orElse, ...others } = fields
  const chosen =
    select === undefined
      ? undefined
      : selectionOf(reading, typeof select === 'string' ? select : '', `${path}.${kind}.select`)
  return {
    kind,
    ...others,
    ...(chosen !== undefined && { select: chosen }),
    ...(deadline !== undefined && { deadlineHours: deadline }),
    ...(expires !== undefined && { expiresHours: expires }),
    ...(evidence !== undefined && { needsEvidence: evidence }),
    ...(nextUpdate !== undefined && { nextUpdateHours: nextUpdate }),
    ...(within !== undefined && { hours: within }),
    ...(orElse !== undefined && { orElse }),
  } as unknown as Action
}

function selectionOf(reading: Reading, text: string, path: string): Selection | undefined {
  const selection = parseSelection(text)
  if (!('message' in selection)) return selection
  problem(reading, undefined, path, selection.message, selection.hint)
  return undefined
}
