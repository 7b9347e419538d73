import type { FactSheet } from '../../core/facts/index.ts'
import type { Condition } from './views/view.ts'

/** What a condition may look at beside the sheet. */
export interface Circumstance {
  /** The time of the duty is over and nothing was handed in. */
  readonly isLate: boolean
}

/** Whether a condition holds; undefined where the sheet does not tell and people have to. */
export function holds(
  condition: Condition,
  sheet: FactSheet,
  circumstance: Circumstance,
): boolean | undefined {
  if ('people' in condition) return undefined
  if ('clock' in condition) return circumstance.isLate
  if ('any' in condition) {
    const answers = condition.any.map((one) => holds(one, sheet, circumstance))
    if (answers.includes(true)) return true
    return answers.includes(undefined) ? undefined : false
  }
  const fact = sheet.facts.get(condition.field)
  if ('present' in condition) return (fact !== undefined) === condition.present
  if (fact === undefined) return undefined
  const { value } = fact
  if ('has' in condition) return Array.isArray(value) && value.includes(condition.has)
  return (typeof value === 'string' || typeof value === 'boolean') && condition.is.includes(value)
}
