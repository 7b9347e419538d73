import { type CaseState, queueLength, type UnitStage } from '../case/index.ts'
import type { CaseBoard } from './board.ts'

export const stepActions = [
  'recordIsolation',
  'registerApprover',
  'recoverPlan',
  'recoverRun',
  'decideQueue',
  'approve',
  'release',
  'handBack',
  'publish',
  'close',
] as const
export type StepAction = (typeof stepActions)[number]

/** What to do now, for so many units; the first of them by name. */
export interface NextStep {
  readonly action: StepAction
  readonly count: number
  readonly units: readonly string[]
  /** What has to be there before; empty when it can be done at once. */
  readonly blockedBy: readonly StepAction[]
}

const byStage: Readonly<Record<UnitStage, StepAction | undefined>> = {
  waiting: 'recoverPlan',
  restorePointsChosen: 'recoverRun',
  restored: 'recoverRun',
  verified: 'recoverRun',
  scanned: 'approve',
  approved: 'release',
  released: 'handBack',
  handedBack: undefined,
}

/** The next steps of a case by its facts alone, in the order in which they are due. */
export function nextSteps({ state, proofs }: CaseBoard): readonly NextStep[] {
  if (state.status !== 'declared') return []
  const units = new Map<StepAction, string[]>()
  const add = (action: StepAction, unit: string): void => {
    const list = units.get(action)
    if (list === undefined) units.set(action, [unit])
    else list.push(unit)
  }
  for (const unit of state.units.keys()) {
    const action = byStage[proofs.get(unit)?.stage ?? 'waiting']
    if (action !== undefined) add(action, unit)
    const { open, halfSigned, contested } = queueLength(state.queues.get(unit))
    if (open + halfSigned + contested > 0) add('decideQueue', unit)
  }
  const isIsolated = state.isolation !== undefined
  const hasTwo = keysOf(state) >= 2
  const list = (action: StepAction): string[] => units.get(action) ?? []
  const step = (action: StepAction, blockedBy: readonly StepAction[] = []): NextStep[] => {
    const all = list(action)
    return all.length === 0 ? [] : [{ action, count: all.length, units: all.slice(0, 5), blockedBy }]
  }
  const whole = (action: StepAction): NextStep => ({ action, count: 1, units: [], blockedBy: [] })
  const isDone = [...units.keys()].length === 0
  return [
    ...(isIsolated ? [] : [whole('recordIsolation')]),
    ...(state.updates.length === 0 ? [whole('publish')] : []),
    ...step('recoverPlan'),
    ...step('recoverRun'),
    ...step('decideQueue'),
    ...(hasTwo ? [] : [whole('registerApprover')]),
    ...step('approve', hasTwo ? [] : ['registerApprover']),
    ...step('release', isIsolated ? [] : ['recordIsolation']),
    ...step('handBack'),
    ...(isDone ? [whole('close')] : []),
  ]
}

function keysOf({ approvers }: CaseState): number {
  return new Set([...approvers.values()].map(({ keyId }) => keyId)).size
}
