import type { Estate, Service } from '../estate/index.ts'
import type { ServiceState } from '../messages/index.ts'
import { isNamed } from './checks/all-clear.ts'
import { folded } from './checks/plain-text.ts'
import type { Desk, Published } from './desk.ts'
import { serviceStates } from './service-states.ts'

/** What somebody should be asked about, beside the promise. None of it stops a publication. */
export type Nag =
  | {
      /** A service that does not work as usual, and about which nobody said a word. */
      readonly nag: 'silence'
      readonly service: string
      readonly state: ServiceState
      readonly since: string
      readonly hours: (typeof steps)[number]
    }
  /** The public was told, staff were not, neither before nor with it (BSI 200-4, 5.7). */
  | { readonly nag: 'staff-not-told'; readonly number: number; readonly update: string }
  /** A notice of the desk that was to be looked at again. */
  | { readonly nag: 'review-over'; readonly number: number; readonly reviewBy: string }

/** Hours of silence after which to ask, and ask again; later ones say the last. */
const steps = [3, 6, 12, 24] as const
const well: ReadonlySet<ServiceState> = new Set(['operational', 'not_affected', 'unknown'])

/** Everything to ask about at a moment. */
export function nagsOf(desk: Desk, estate: Estate, now: Date): readonly Nag[] {
  if (desk.case.status !== 'declared') return []
  return [...silences(desk, estate, now), ...untoldStaff(desk), ...reviews(desk, now)]
}

function silences(desk: Desk, estate: Estate, now: Date): readonly Nag[] {
  const states = serviceStates(desk.case, estate, desk.services)
  return estate.services.flatMap((service): readonly Nag[] => {
    const state = states.get(service.id)
    if (state === undefined || well.has(state)) return []
    const since = lastWord(desk, service)
    const silentHours = (now.getTime() - Date.parse(since)) / 3_600_000
    const hours = steps.findLast((step) => step <= silentHours)
    return hours === undefined ? [] : [{ nag: 'silence', service: service.id, state, since, hours }]
  })
}

/** When an update last named a service or told another state of it; the declaration before there was any. */
function lastWord({ case: state, published, services }: Desk, service: Service): string {
  const place = published.findLastIndex((update, at) => isAbout(update, published[at - 1], service))
  const stated = services.get(service.id)
  const words = [
    published[place]?.at,
    stated?.instruction === undefined ? undefined : stated.asOf,
    state.declaredAt,
  ]
  return (
    words
      .filter((at) => at !== undefined)
      .toSorted()
      .at(-1) ?? ''
  )
}

function isAbout(update: Published, before: Published | undefined, service: Service): boolean {
  return (
    update.states[service.id] !== before?.states[service.id] ||
    (['de', 'en'] as const).some((language) => isNamed(folded(update.text[language]), service, language))
  )
}

/** Only the newest counts: whoever tells staff now has told them all of it. */
function untoldStaff({ published, handedOut }: Desk): readonly Nag[] {
  const last = published.findLast(({ kind }) => kind !== 'no-news')
  if (last === undefined) return []
  const before = published[last.number - 2]?.at ?? ''
  const isTold = handedOut.some(
    ({ audience, kind, at }) => audience === 'staff' && kind !== 'call-script' && at > before,
  )
  return isTold ? [] : [{ nag: 'staff-not-told', number: last.number, update: last.update }]
}

function reviews({ published }: Desk, now: Date): readonly Nag[] {
  const last = published.findLast(({ kind }) => kind === 'resources')
  return last?.reviewBy !== undefined && Date.parse(last.reviewBy) < now.getTime()
    ? [{ nag: 'review-over', number: last.number, reviewBy: last.reviewBy }]
    : []
}
