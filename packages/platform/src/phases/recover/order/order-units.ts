import type { UnitPlan } from '../plan.ts'
import type { Place } from '../unit-folder.ts'

/** How early things are restored, lower numbers first; `core/estate` makes one of an estate. */
export interface PlanOrder {
  readonly ofPlace: (place: Place) => number
  readonly ofUnit: (unit: string) => number
}

/**
 * The units of a plan, and the items of each, in the order in which they are to be restored. What the order calls
 * equal stays as it was. A run takes a plan as it stands, window by window of 100,000 pieces, so the order holds
 * between windows; within one, contents are read in the order in which they lie in the repository.
 */
export function orderUnits(units: readonly UnitPlan[], { ofPlace, ofUnit }: PlanOrder): readonly UnitPlan[] {
  return units
    .map((unit) => ({
      ...unit,
      items: unit.items
        .map((item) => ({ item, rank: ofPlace(item) }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ item }) => item),
    }))
    .sort((a, b) => ofUnit(a.unit) - ofUnit(b.unit))
}
