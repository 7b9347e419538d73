import { contentKey } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'
import type { PlanItem, RecoveryPlan, UnitPlan } from './plan.ts'
import { placeOf } from './unit-folder.ts'

/**
 * The last look at a plan before anything is touched, however it got here: it is of this repository, every item
 * stays in its folder, has the key of its own content, and has its place for itself. Throws `plan-invalid`.
 */
export function checkPlan(plan: RecoveryPlan, units: readonly UnitPlan[], repositoryId: string): void {
  if (plan.repository !== repositoryId) throw otherRepository(plan.repository, repositoryId)
  if (new Set(units.map(({ unit }) => unit)).size < units.length) throw invalid('it names a unit twice')
  for (const { items } of units) {
    const places = new Set<string>()
    for (const item of items) {
      const place = placeOf('', item).toString('latin1')
      if (places.has(place)) throw invalid('two items have the same place')
      places.add(place)
      if (item.contentKey !== keyOf(item)) throw invalid('an item has the key of another content')
    }
  }
}

function keyOf({ content }: PlanItem): string {
  return contentKey({ content } as Parameters<typeof contentKey>[0])
}

function invalid(what: string): AnlaufError {
  return new AnlaufError('plan-invalid', `The plan cannot be used: ${what}.`, {
    hint: 'Make the plan again with "anlauf recover plan"; a plan is not edited by hand. Nothing was restored.',
  })
}

function otherRepository(...ids: readonly string[]): AnlaufError {
  const [wanted, found] = ids.map((id) => id.slice(0, 10))
  return new AnlaufError('plan-invalid', `The plan is for the repository ${wanted}, this one is ${found}.`, {
    hint: 'Name the repository that the plan was made of, or make a plan of this one.',
  })
}
