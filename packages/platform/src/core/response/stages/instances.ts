import { chooses, type Element, type Selection, type Stage } from '../../emergency-plan/index.ts'
import type { KnownElement } from '../scope/scope.ts'
import type { ResponseState } from '../state.ts'

/** A stage for one element, or a stage as a whole. */
export interface Instance {
  /** `stage` or `stage@element`. */
  readonly key: string
  readonly stage: Stage
  readonly element?: KnownElement
}

export function instanceKey(stage: string, element?: string): string {
  return element === undefined ? stage : `${stage}@${element}`
}

/** Ids of stages have no "@"; those of elements may. */
export function splitKey(key: string): { readonly stage: string; readonly element?: string } {
  const at = key.indexOf('@')
  return at === -1 ? { stage: key } : { stage: key.slice(0, at), element: key.slice(at + 1) }
}

/**
 * The instances of a stage. What the work itself brings about (isolated, released, operational) takes nobody out: who
 * was to be isolated and is, stays in the list as done.
 */
export function instancesOf(state: ResponseState, stage: Stage): readonly Instance[] {
  if (stage.forEach === undefined) return [{ key: stage.id, stage }]
  const { forEach } = stage
  return chosen(state, forEach).map((element) => ({
    key: instanceKey(stage.id, element.id),
    stage,
    element,
  }))
}

/** The elements that a selection means, now or before anything was done. */
export function chosen(state: ResponseState, selection: Selection): readonly KnownElement[] {
  const elements = state.scope?.of[selection.from] ?? []
  return elements.filter((element) => {
    const now = conditionView(state, element)
    return chooses(selection, { ...now, ...undone }) || chooses(selection, now)
  })
}

const undone = { isolated: false, released: false, operational: false }

function conditionView(state: ResponseState, { of, id, affected, known }: KnownElement): Element {
  const now = {
    isolated: of === 'systems' && state.isolated.has(id),
    released: of === 'tenants' && state.case.units.get(id)?.released !== undefined,
    operational: of === 'services' && state.operational.has(id),
  }
  return { ...known, affected, ...now }
}
