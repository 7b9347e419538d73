import type { Estate } from '../estate/index.ts'
import type { TextValue } from './fact.ts'

/** The names of services as people know them; without an estate their ids. Undefined for none. */
export function serviceNames(services: readonly string[], estate: Estate | undefined): TextValue | undefined {
  if (services.length === 0) return undefined
  const names = new Map(estate?.services.map(({ id, name }) => [id, name]))
  const listed = (language: 'de' | 'en'): string =>
    services.map((id) => names.get(id)?.[language] ?? id).join(', ')
  return { de: listed('de'), en: listed('en') }
}

/** Which classes of data lie in these services: `personal`, `contract`, as the estate says. */
export function dataClassesOf(services: readonly string[], estate: Estate | undefined): readonly string[] {
  const classes = (estate?.datasets ?? []).flatMap((dataset) =>
    services.includes(dataset.of) ? dataset.classes : [],
  )
  return [...new Set(classes)].toSorted()
}
