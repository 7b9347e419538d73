/**
 * Every question that a view of the incident can ask, as data.
 *
 * Guarantees: ids are unique; one digest names the catalogue. Not guaranteed: that authorities ask nothing else; their
 * forms change.
 */
import { createHash } from 'node:crypto'

import { deepFreeze, nearest } from '../../estate/index.ts'
import { canonicalJson, type Json } from '../../evidence/index.ts'
import { AnlaufError } from '../../failure.ts'
import type { Field } from '../field.ts'
import { doraFields } from './dora.ts'
import { impactFields } from './impact.ts'
import { causeFields, incidentFields, knownIncidentFields, measureFields } from './incident.ts'
import { contactFields, costFields, partyFields } from './parties.ts'
import { assessmentFields, personFields } from './persons.ts'

/** In the order in which sheets show them. */
export const fields: readonly Field[] = deepFreeze([
  ...knownIncidentFields,
  ...incidentFields,
  ...impactFields,
  ...personFields,
  ...causeFields,
  ...measureFields,
  ...costFields,
  ...doraFields,
  ...assessmentFields,
  ...contactFields,
  ...partyFields,
])

const byId: ReadonlyMap<string, Field> = new Map(fields.map((field) => [field.id, field]))

/** SHA-256 over the canonical form of the catalogue. */
export const fieldsDigest: string = createHash('sha256')
  .update(canonicalJson(fields as unknown as Json))
  .digest('hex')

export function fieldOf(id: string): Field | undefined {
  return byId.get(id)
}

/** Throws `not-found` with the nearest one. */
export function fieldNamed(id: string): Field {
  const found = byId.get(id)
  if (found !== undefined) return found
  const guess = nearest(id, [...byId.keys()])
  throw new AnlaufError('not-found', `There is no field "${id}".`, {
    hint: guess === undefined ? 'See them all with "anlauf fact list --all".' : `Did you mean "${guess}"?`,
  })
}
