import { type Action, type CaseFact, fieldOf, saidFacts, type WorkFact } from '../../emergency-plan/index.ts'
import type { ResponseState } from '../state.ts'
import { isMetBySaid, shownByAction } from '../said/shown-by-action.ts'
import { openByCase } from './case-facts.ts'
import { isReleaseApproved, isRestored, isScanned, unproven } from './engine-facts.ts'
import { chosen, type Instance } from './instances.ts'
import { type EngineWork, listed, type Missing } from './missing.ts'
import type { Round } from './round.ts'
import { signersOf } from './signatures.ts'

/** How an action is met: by the engine's facts, by people's entries and signatures, or by a person's word. */
export type MetBy = 'nothing' | 'engine' | 'people' | 'word'

export function metBy(action: Action, { element }: Instance): MetBy {
  if (isMetBySaid(action)) return 'engine'
  switch (action.kind) {
    case 'text':
      return 'nothing'
    case 'task':
      return action.metBy === undefined ? 'people' : 'engine'
    case 'approve':
      return isRelease(action, element?.of) ? 'engine' : 'people'
    case 'isolate':
    case 'publish':
      return 'engine'
    case 'restore':
    case 'scan':
      return action.select.from === 'tenants' ? 'engine' : 'word'
    case 'status':
      return action.proof === 'gate' && isKnownState(action.to) ? 'engine' : 'word'
    case 'campaign':
    case 'access':
    case 'notice':
    case 'await':
    case 'finding':
      return 'word'
  }
}

/** What an action of an instance still lacks, a person's word aside. `at` is the moment for which signatures count. */
export function toDo(
  state: ResponseState,
  instance: Instance,
  place: number,
  round: Round,
  at: string,
): readonly Missing[] {
  const action = instance.stage.actions[place]
  if (action === undefined) return []
  if (action.kind === 'task' && action.metBy === undefined)
    return missingInTask(action, taskNumber(instance, place), round)
  if (action.kind === 'approve' && metBy(action, instance) === 'people') {
    const { subject, roles, quorum } = action
    const have = signersOf(state, instance, { round, intent: 'done', action, at })
    return have.length >= quorum ? [] : [{ kind: 'signature', subject, roles, quorum, have }]
  }
  if (metBy(action, instance) !== 'engine') return []
  const shown = shownByAction(state, instance, action, at)
  if (shown === undefined) return engineMissing(state, instance, action)
  const { open } = shown
  return open.length === 0 ? [] : [{ kind: 'engine', what: workOf(action), ...listed(open) }]
}

/** What is missing where something was not said, in the words of the plan. */
function workOf(action: Action): EngineWork {
  switch (action.kind) {
    case 'notice':
      return action.template === 'call-script' ? 'calls' : 'notice'
    case 'await':
      return 'receipt'
    case 'finding':
      return 'finding'
    case 'approve':
      return 'text-signatures'
    case 'task':
      return action.metBy ?? 'publish'
    case 'publish':
    case 'text':
    case 'isolate':
    case 'campaign':
    case 'access':
    case 'restore':
    case 'scan':
    case 'status':
      return 'publish'
  }
}

/** Tasks are counted from 1 on, as people see them. */
export function taskNumber({ stage }: Instance, place: number): number {
  return stage.actions.slice(0, place + 1).filter(({ kind }) => kind === 'task').length
}

function missingInTask(
  { form, needsEvidence, assign: role }: Extract<Action, { kind: 'task' }>,
  task: number,
  { filled }: Round,
): readonly Missing[] {
  const given = filled.get(task)
  const fields = form
    .map((written) => fieldOf(written)?.name ?? written)
    .filter((name) => given?.values[name] === undefined)
  const isOpen = fields.length > 0 || given === undefined
  return [
    ...(isOpen ? [{ kind: 'form', task, role, fields } as const] : []),
    ...(needsEvidence && (given?.evidence.length ?? 0) === 0
      ? [{ kind: 'evidence', task, role } as const]
      : []),
  ]
}

function engineMissing(state: ResponseState, instance: Instance, action: Action): readonly Missing[] {
  const { element } = instance
  const lacks = (what: EngineWork, open: readonly string[]): readonly Missing[] =>
    open.length === 0 ? [] : [{ kind: 'engine', what, ...listed(open) }]
  const own = (selection: Parameters<typeof chosen>[1]): readonly string[] =>
    element?.of === selection.from ? [element.id] : chosen(state, selection).map(({ id }) => id)
  switch (action.kind) {
    case 'isolate':
      return lacks(
        'isolate',
        own(action.select).filter((id) => action.select.from === 'systems' && !state.isolated.has(id)),
      )
    case 'restore':
      return lacks('restore', unproven(state, own(action.select), isRestored))
    case 'scan':
      return lacks('scan', unproven(state, own(action.select), isScanned))
    case 'approve':
      return lacks(
        'approve-release',
        unproven(state, element === undefined ? [] : [element.id], isReleaseApproved),
      )
    case 'status':
      return action.to === 'released'
        ? lacks(
            'release',
            unproven(state, own(action.select), ({ released }) => released !== undefined),
          )
        : lacks(
            'operational',
            own(action.select).filter((id) => !state.operational.has(id)),
          )
    case 'publish':
      return isPublished(state, instance) ? [] : [{ kind: 'engine', what: 'publish', open: [], count: 1 }]
    case 'task':
      return isWork(action.metBy) ? lacks(action.metBy, openByCase(state, action.metBy, element)) : []
    case 'text':
    case 'campaign':
    case 'access':
    case 'notice':
    case 'await':
    case 'finding':
      return []
  }
}

function isWork(fact: CaseFact | undefined): fact is WorkFact {
  return fact !== undefined && !saidFacts.some((one) => one === fact)
}

function isRelease({ subject }: Extract<Action, { kind: 'approve' }>, of: string | undefined): boolean {
  return subject === 'release' && of === 'tenants'
}

function isKnownState(to: string): boolean {
  return to === 'released' || to === 'operational'
}

/**
 * The first stage that publishes is met by the first publication there is. Later ones need one after they were
 * started, those for a service one that calls it operational.
 */
function isPublished(state: ResponseState, { key, stage, element }: Instance): boolean {
  if (element?.of === 'services') return state.operational.has(element.id)
  const first = state.plan?.plan.stages.find(({ actions }) => actions.some(({ kind }) => kind === 'publish'))
  if (first?.id === stage.id) return state.published.length > 0
  const started = state.records.get(key)?.started
  return started !== undefined && (state.published.at(-1)?.seq ?? 0) > started.seq
}
