import type { KnownElement } from '../scope/scope.ts'
import type { Instance } from './instances.ts'
import { listed, type Missing } from './missing.ts'
import type { Standing } from './standing.ts'

/** All instances of a stage. */
export interface StageStandings {
  readonly stage: string
  readonly list: readonly Standing[]
  get(key: string): Standing | undefined
  /** What another instance that needs this stage still waits for; undefined when it does not. */
  missingFor(other: Instance): Missing | undefined
  /** As `missingFor`, but what was left out is open too. */
  unprovenFor(other: Instance): readonly Standing[]
}

/**
 * Of a stage for each of the same things only the own instance is waited for, of any other stage all. Indexed, since
 * ten thousand tenants each ask about ten thousand.
 */
export function stageStandings(stage: string, list: readonly Standing[]): StageStandings {
  const byKey = new Map(list.map((standing) => [standing.instance.key, standing]))
  const byElement = new Map<KnownElement, Standing>()
  for (const standing of list) {
    const { element } = standing.instance
    if (element !== undefined) byElement.set(element, standing)
  }
  const needs = (open: readonly string[]): Missing | undefined =>
    open.length === 0 ? undefined : { kind: 'needs', stage, ...listed(open) }
  const missing = needs(list.filter(isOpen).map(keyOf))
  const unproven = list.filter(({ status }) => status !== 'done')
  const own = ({ element }: Instance): Standing | undefined =>
    element === undefined ? undefined : byElement.get(element)
  return {
    stage,
    list,
    get: (key) => byKey.get(key),
    missingFor(other) {
      const standing = own(other)
      if (standing === undefined) return missing
      return isOpen(standing) ? needs([keyOf(standing)]) : undefined
    },
    unprovenFor(other) {
      const standing = own(other)
      if (standing === undefined) return unproven
      return standing.status === 'done' ? [] : [standing]
    },
  }
}

function isOpen({ status }: Standing): boolean {
  return status !== 'done' && status !== 'skipped'
}

function keyOf({ instance: { key } }: Standing): string {
  return key
}
