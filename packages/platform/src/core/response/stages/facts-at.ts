import type { Action } from '../../emergency-plan/index.ts'
import type { ResponseState } from '../state.ts'
import { shownByAction } from '../said/shown-by-action.ts'
import { chosen, type Instance } from './instances.ts'
import type { Round } from './round.ts'

/**
 * The moments at which a stage that the engine completes can have become done: when the last fact came, or a signature
 * after it. A signature has to hold at one of them; that it runs out later undoes nothing.
 */
export function momentsOf(
  state: ResponseState,
  instance: Instance,
  { signatures }: Round,
  now: string,
): readonly string[] {
  const facts = instance.stage.actions
    .flatMap((action) => factTimes(state, instance, action, now))
    .reduce((last, at) => (at > last ? at : last), '')
  const signed = [
    ...signatures.map(({ at }) => at),
    ...[...state.case.requests.values()]
      .filter(({ subject }) => subject.kind === 'stage' && subject.name === instance.key)
      .flatMap(({ given }) => given.map(({ at }) => at)),
  ].filter((at) => at > facts)
  return [...(facts === '' ? [] : [facts]), ...signed, now]
}

function factTimes(state: ResponseState, instance: Instance, action: Action, now: string): readonly string[] {
  const shown = shownByAction(state, instance, action, now)
  if (shown !== undefined) return shown.by.map(({ at }) => at)
  const { stage, element } = instance
  if (action.kind === 'publish') {
    const started = state.records.get(stage.id)?.started?.seq ?? 0
    return state.published
      .filter(({ seq }) => seq > started)
      .slice(0, 1)
      .map(({ at }) => at)
  }
  if (
    action.kind !== 'isolate' &&
    action.kind !== 'restore' &&
    action.kind !== 'scan' &&
    action.kind !== 'status'
  ) {
    return []
  }
  const { select } = action
  const elements = element?.of === select.from ? [element] : chosen(state, select)
  return elements.flatMap(({ of, id }) => {
    if (of === 'systems') return state.isolated.get(id) ?? []
    if (of === 'services') return state.operational.get(id) ?? []
    return state.reported.get(id) ?? []
  })
}
