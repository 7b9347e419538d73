import type { CaseState, UnitState } from '../../core/case/index.ts'
import type { Estate } from '../../core/estate/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import type { CaseStage } from '../../core/messages/index.ts'
import {
  caseSteps,
  type Desk,
  isWhollyClean,
  type PublicService,
  publicService,
  type StepCount,
} from '../../core/updates/index.ts'
import { type LaterKnown, laterKnown } from './content/later-known.ts'
import { type PublicWindow, publicWindows } from './content/windows.ts'
import { isTimeZone, validTime } from './moments.ts'
import { type PublicUpdate, publicUpdates } from './update-view.ts'

/** What the public may know: counts and states, no customer. */
export interface PublicView {
  readonly caseId: string
  readonly exercise: boolean
  readonly provider: string
  /** IANA zone in which times are shown. */
  readonly timeZone: string
  readonly stage: CaseStage
  readonly closed: boolean
  readonly onset: { readonly from: string; readonly to: string } | undefined
  readonly declaredAt: string
  readonly isolatedAt: string | undefined
  /** The promise in force. */
  readonly nextBy: string | undefined
  /** Affected ones first, then in the order of the estate. */
  readonly services: readonly PublicService[]
  readonly steps: readonly StepCount[]
  readonly files: number
  readonly bytes: number
  readonly held: number
  /** Files of which no intact backup was found. */
  readonly lost: number
  /** When customers got their data back, earliest first. */
  readonly releases: readonly string[]
  /** Oldest first, as their numbers run. */
  readonly updates: readonly PublicUpdate[]
  /** What the newest answers say that is known better by now. */
  readonly laterKnown: readonly LaterKnown[]
  /** Announced restarts, for calendars. */
  readonly windows: readonly PublicWindow[]
  /** Where anybody can ask. */
  readonly contacts: readonly PublicContact[]
}

export interface PublicContact {
  readonly name: string
  readonly kind: string
  readonly to: string
}

/**
 * The public picture of a case: every state and figure follows from its events alone, every text was approved. Throws `nothing-to-do`
 * before a case is declared and `estate-invalid` for an unknown time zone.
 */
export function publicView(desk: Desk, estate: Estate): PublicView {
  const { case: state, published, services: statements } = desk
  const declaredAt = validTime(state.declaredAt)
  if (declaredAt === undefined) {
    throw new AnlaufError('nothing-to-do', `The case "${state.id}" was not declared.`, {
      hint: 'Declare it first; then there is something to tell.',
    })
  }
  const { name: provider, tz: timeZone } = estate.provider
  if (!isTimeZone(timeZone)) {
    throw new AnlaufError('estate-invalid', `"${timeZone}" is no time zone.`, {
      hint: 'Write provider.tz as an IANA name such as Europe/Berlin.',
    })
  }
  const units = [...state.units.values()]
  const services = estate.services
    .map((service) => publicService(state, estate, service, statements))
    .filter(({ customers }) => customers?.total !== 0)
  const updates = publicUpdates(published, estate)
  const clean = units.filter(isWhollyClean)
  const onset = { from: validTime(state.onset?.from), to: validTime(state.onset?.to) }
  return {
    caseId: state.id,
    exercise: state.exercise,
    provider,
    timeZone,
    stage: stageOfCase(state, services),
    closed: state.status === 'closed',
    onset:
      onset.from === undefined || onset.to === undefined ? undefined : { from: onset.from, to: onset.to },
    declaredAt,
    isolatedAt: validTime(state.isolation?.at),
    nextBy: state.status === 'closed' ? undefined : updates.at(-1)?.nextBy,
    services: services.toSorted((a, b) => rank(a) - rank(b)),
    steps: caseSteps(state),
    files: sum(clean, ({ restored }) => restored?.files),
    bytes: sum(clean, ({ restored }) => restored?.bytes),
    held: sum(units, ({ quarantined, caseReview }) => quarantined + caseReview),
    lost: sum(units, ({ chosen }) => chosen?.reasons['noCleanVersion']),
    releases: units.flatMap(({ released }) => validTime(released?.at) ?? []).toSorted(),
    updates,
    laterKnown: laterKnown(desk),
    windows: publicWindows(published, estate),
    contacts: publicContacts(estate),
  }
}

/** Contacts with the role `public` are shown to everybody; those of a customer never are. */
export function publicContacts({ contacts, tenants }: Estate): readonly PublicContact[] {
  const ofTenants = new Set(tenants.flatMap((tenant) => tenant.contacts))
  return contacts
    .filter(({ id, roles }) => roles.includes('public') && !ofTenants.has(id))
    .flatMap(({ name, channels }) => channels.map(({ kind, to }) => ({ name, kind, to })))
}

/** All is back only when every unit was released and no service says otherwise. */
function stageOfCase({ units, isolation }: CaseState, services: readonly PublicService[]): CaseStage {
  const list = [...units.values()]
  const isBack = list.length > 0 && list.every(({ released }) => released !== undefined)
  const areOpen = services.every(({ state }) => state === 'operational' || state === 'not_affected')
  if (isBack && areOpen) return 'allReleased'
  if (list.some(({ released }) => released !== undefined)) return 'partlyReleased'
  if (list.some(({ chosen }) => chosen !== undefined)) return 'restoring'
  return isolation === undefined ? 'declared' : 'contained'
}

function rank({ state, isFoundation }: PublicService): number {
  return (state === 'not_affected' ? 2 : state === 'unknown' ? 1.5 : 0) + (isFoundation ? 1 : 0)
}

function sum(units: readonly UnitState[], of: (unit: UnitState) => number | undefined): number {
  return units.reduce((total, unit) => total + (of(unit) ?? 0), 0)
}
