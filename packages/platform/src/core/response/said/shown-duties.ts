import { type Clock, clockFor, clockName, dutiesIn } from '../../duties/index.ts'
import { names } from './happenings.ts'
import type { Said } from './said.ts'
import { type Shown, type ShownBy, together } from './shown.ts'

/**
 * That the duties which a stage names were met with proof, or that they do not apply: by the legal profile, or because
 * two people signed so. A duty that the case does not know stays open: nobody can have met it.
 */
export function shownMet(
  said: Said,
  ids: readonly string[],
  { tenants, at }: { readonly tenants: readonly string[]; readonly at: string },
): Shown {
  const { clocks } = said
  const now = Temporal.Instant.from(at)
  return together(
    ids.flatMap((id): readonly Shown[] => {
      const duty = dutiesIn(clocks).find((one) => one.id === id)
      if (duty === undefined) return [{ open: [id], by: [], signed: [] }]
      const whose = duty.per === 'tenant' ? tenants : [undefined]
      return whose.map((tenant) => shownClock(said, clockFor(clocks, duty, tenant, now)))
    }),
  )
}

function shownClock(said: Said, { duty, tenant, state, submissions }: Clock): Shown {
  const name = clockName(duty.id, tenant)
  const met = said.places.get(names.met(name))
  const exempt = said.places.get(names.exempt(name)) ?? said.places.get(names.profiled)
  const by = (fact: ShownBy['fact'], place = met): Shown => ({
    open: [],
    by: place === undefined ? [] : [{ fact, ...place }],
    signed: [],
  })
  if (state.kind === 'met' || (state.kind === 'noClock' && submissions.length > 0)) return by('submitted')
  if (state.kind === 'notApplicable') return by('exempt', exempt)
  return { open: [name], by: [], signed: [] }
}
