import { scopeKey } from '../scope/scope.ts'
import type { Instance } from './instances.ts'
import type { Standing } from './standings.ts'

/** All instances of a stage. */
export interface StageStandings {
  readonly stage: string
  readonly list: readonly Standing[]
  get(key: string): Standing | undefined
  /** What another instance that needs this stage still waits for, as keys. */
  openFor(other: Instance): readonly string[]
  /** As `openFor`, but what was left out is open too. */
  unprovenFor(other: Instance): readonly Standing[]
}

/**
 * Of a stage for each of the same things only the own instance is waited for, of any other stage all. Indexed, since
 * ten thousand tenants each ask about ten thousand.
 */
export function stageStandings(stage: string, list: readonly Standing[]): StageStandings {
  const byKey = new Map(list.map((standing) => [standing.instance.key, standing]))
  const byElement = new Map(
    list.flatMap((standing) => {
      const { element } = standing.instance
      return element === undefined ? [] : [[scopeKey(element), standing] as const]
    }),
  )
  const open = list.filter(isOpen).map(keyOf)
  const unproven = list.filter(({ status }) => status !== 'done')
  const own = ({ element }: Instance): Standing | undefined =>
    element === undefined ? undefined : byElement.get(scopeKey(element))
  return {
    stage,
    list,
    get: (key) => byKey.get(key),
    openFor(other) {
      const standing = own(other)
      if (standing === undefined) return open
      return isOpen(standing) ? [keyOf(standing)] : []
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
