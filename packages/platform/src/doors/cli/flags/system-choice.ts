import type { Estate } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'

export const systemFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  variadic: true,
  brief: 'An attacked system of the estate (repeatable; default: all)',
  placeholder: 'id',
} as const

/** The named systems, or all of the estate. Throws `not-found` for a name that the estate does not have. */
export function chosenSystems(estate: Estate, named: readonly string[] | undefined): readonly string[] {
  const known = estate.systems.map(({ id }) => id)
  const unknown = (named ?? []).filter((system) => !known.includes(system))
  if (unknown.length === 0) return [...new Set(named ?? known)]
  throw new AnlaufError('not-found', `The estate has no system ${unknown.join(', ')}.`, {
    hint: `It has: ${known.join(', ') || 'none'}.`,
  })
}
