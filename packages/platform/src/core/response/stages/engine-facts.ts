import { hasQuorum, type UnitState } from '../../case/index.ts'
import type { ResponseState } from '../state.ts'

/** What the engine has proved about a tenant, by the unit's present facts. */
export function isRestored({ restored, verified }: UnitState): boolean {
  return restored !== undefined && verified?.manifestDigest === restored.manifestDigest
}

/** Every file has a verdict, and what lies ready is what was judged. */
export function isScanned({ restored, scanned }: UnitState): boolean {
  return (
    restored !== undefined &&
    scanned?.manifestDigest === restored.manifestDigest &&
    scanned.unscanned === 0 &&
    scanned.clean + (scanned.reviewed ?? 0) === restored.files
  )
}

export function isReleaseApproved({ approvals, released }: UnitState): boolean {
  return released !== undefined || hasQuorum(approvals)
}

/** Tenants of a list of which something does not hold. One that is no unit of the case has nothing proved. */
export function unproven(
  state: ResponseState,
  tenants: readonly string[],
  holds: (unit: UnitState) => boolean,
): readonly string[] {
  return tenants.filter((tenant) => {
    const unit = state.case.units.get(tenant)
    return unit === undefined || !holds(unit)
  })
}
