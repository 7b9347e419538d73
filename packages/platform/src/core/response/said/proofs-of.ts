import type { Instance } from '../stages/instances.ts'
import type { ResponseState } from '../state.ts'
import type { ShownBy } from './shown.ts'
import { shownByAction } from './shown-by-action.ts'

export type { ShownBy } from './shown.ts'

/** As many as a person follows. */
const shown = 5

/** The entries that show what was said of a stage, the first ones first; also while others are still missing. */
export function proofsOf(state: ResponseState, instance: Instance): readonly ShownBy[] {
  const all = instance.stage.actions.flatMap(
    (action) => shownByAction(state, instance, action, state.at)?.by ?? [],
  )
  const once = all.filter(({ seq }, place) => all.findIndex((other) => other.seq === seq) === place)
  return once.toSorted((a, b) => a.seq - b.seq).slice(0, shown)
}
