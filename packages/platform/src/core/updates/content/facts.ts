import type { CaseState } from '../../case/index.ts'
import type { Estate, Words } from '../../estate/index.ts'
import { frameWords, listed, messages, momentText } from '../../messages/index.ts'
import { caseSteps } from '../service-states.ts'
import type { Names } from './content.ts'

/** Facts of the case that a text may let speak: `{fact:NAME}`. Nothing else than the records fills them. */
export const factNames = ['unavailable', 'since', 'cut-off', 'next-by', 'progress'] as const
type FactName = (typeof factNames)[number]

/** A fact in both languages, or why it cannot be told. */
export type Fact = Words | { readonly missing: string }

/** The words of an estate that facts are told with. */
export function namesOf(estate: Estate): Names {
  const services = Object.fromEntries(estate.services.map(({ id, name }) => [id, name]))
  return { timeZone: estate.provider.tz, services }
}

/** All facts of a case at a moment. From the case and the signed names alone: whoever reads the log gets the same. */
export function factsOf(state: CaseState, names: Names, nextBy: string): ReadonlyMap<string, Fact> {
  const moment = (iso: string | undefined, missing: string): Fact =>
    iso === undefined
      ? { missing }
      : inBoth((language) => momentText(messages[language], names.timeZone, iso))
  const known: Readonly<Record<FactName, Fact>> = {
    unavailable: unavailable(state, names),
    since: moment(state.declaredAt, 'The case was not declared.'),
    'cut-off': inBoth((language) => messages[language].cutOff(state.isolation !== undefined)),
    'next-by': moment(nextBy === '' ? undefined : nextBy, 'No next update is promised.'),
    progress: progress(state),
  }
  return new Map(Object.entries(known))
}

function inBoth(write: (language: 'de' | 'en') => string): Words {
  return { de: write('de'), en: write('en') }
}

/** Before anything was released, all services that the case names are down; later an update has to tell them apart. */
function unavailable({ services, units }: CaseState, names: Names): Fact {
  if ([...units.values()].some(({ released }) => released !== undefined)) {
    return { missing: 'Something was released already; say in an update which services are back.' }
  }
  if (services.length === 0) return { missing: 'The case names no service.' }
  const unnamed = services.find((id) => !Object.hasOwn(names.services, id))
  if (unnamed !== undefined)
    return { missing: `The service "${unnamed}" had no name when this was approved.` }
  return inBoth((language) =>
    listed(
      language,
      services.map((id) => names.services[id]?.[language] ?? id),
    ),
  )
}

function progress(state: CaseState): Fact {
  const steps = caseSteps(state)
  if (steps[0]?.total === 0) return { missing: 'The case has no units to count.' }
  return inBoth((language) => {
    const { steps: names, ofCustomers } = messages[language]
    return steps
      .map(({ step, done, total }) => frameWords[language].step(names[step], ofCustomers(done, total)))
      .join('\n')
  })
}
