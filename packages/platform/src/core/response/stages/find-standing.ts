import { nearest } from '../../estate/index.ts'
import { type ResponseRefusal, refuse } from '../refusal.ts'
import type { ResponseState } from '../state.ts'
import { instanceKey, splitKey } from './instances.ts'
import { standingsOf } from './standings.ts'
import type { Standing } from './standing.ts'

/** The instance that a person means, or why there is none. */
export function findStanding(state: ResponseState, key: string, now: string): Standing | ResponseRefusal {
  if (state.plan === undefined) {
    return refuse('no-plan', 'The case follows no plan.', 'Adopt one: anlauf case adopt --plan FILE.')
  }
  const { stage, element } = splitKey(key)
  const standings = standingsOf(state, now).get(stage)
  if (standings === undefined) {
    const known = state.plan.plan.stages.map(({ id }) => id)
    const guess = nearest(stage, known)
    const hint = guess === undefined ? `It has: ${known.join(', ')}.` : `Did you mean "${guess}"?`
    return refuse('unknown-stage', `The plan has no stage "${stage}".`, hint)
  }
  const standing = standings.get(key)
  if (standing !== undefined) return standing
  const known = standings.list.flatMap(({ instance }) => instance.element?.id ?? [])
  if (element === undefined) {
    return refuse(
      'unknown-stage',
      `${stage} is done for each of ${known.length}; say for which.`,
      `For instance ${instanceKey(stage, known[0])}.`,
    )
  }
  if (known.length === 0 && standings.list.length > 0) {
    return refuse('unknown-stage', `${stage} is done once, not for each.`, `Name it "${stage}".`)
  }
  const guess = nearest(element, known)
  return refuse(
    'unknown-stage',
    `${stage} is not done for "${element}".`,
    guess === undefined
      ? `It is for: ${known.slice(0, 20).join(', ') || 'nobody'}.`
      : `Did you mean "${guess}"?`,
  )
}
