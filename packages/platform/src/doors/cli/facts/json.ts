import type { SheetFact } from '../../../core/facts/index.ts'

/** An answer for programs. */
export function factJson(fact: SheetFact): unknown {
  const { field, value, source, confidence, asOf, estimate, evidence, wording, id, person } = fact
  return {
    field,
    value,
    source,
    confidence,
    asOf,
    estimate,
    evidence,
    ...(wording !== undefined && { wording }),
    ...(id !== undefined && { id, person }),
    ...(fact.isKeyRevoked && { keyRevoked: true }),
  }
}
