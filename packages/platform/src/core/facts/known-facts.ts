import { type CaseState, stageOf, type UnitState } from '../case/index.ts'
import { type ClockLog, eventTime } from '../duties/index.ts'
import type { DutyEvent, Estate } from '../estate/index.ts'
import type { ClaimClass, ClaimState } from '../messages/index.ts'
import { claimsInForce, type Desk } from '../updates/index.ts'
import { dataClassesOf, serviceNames } from './concerned.ts'
import { contactFacts } from './contact-facts.ts'
import type { SheetFact } from './sheet-fact.ts'

/** What the engine knows of a case without asking anybody. */
export interface Known {
  readonly case: CaseState
  readonly clocks: ClockLog
  readonly desk: Desk
  /** Undefined where nobody named it: names, shares and contacts are then unknown. */
  readonly estate?: Estate
  readonly now: Date
}

/** What was said of times by people and is needed to count others. */
export interface StatedTimes {
  readonly resolvedAt?: string
}

type Value = Pick<SheetFact, 'value'> & Partial<Omit<SheetFact, 'value'>>

/** A fact of the engine: certain, of now, unless it says otherwise. */
export function engineFact(known: Known, field: string, fact: Value): SheetFact {
  return {
    field,
    source: 'engine',
    confidence: 'high',
    asOf: known.now.toISOString(),
    estimate: false,
    evidence: [],
    ...fact,
  }
}

/** The incident as the log has it: times, services, counters, claims, contacts. */
export function knownFacts(known: Known, stated: StatedTimes): ReadonlyMap<string, SheetFact> {
  const { case: state, estate } = known
  const facts: SheetFact[] = []
  const add = (field: string, value: Value['value'] | undefined, more: Partial<SheetFact> = {}): void => {
    if (value !== undefined) facts.push(engineFact(known, field, { value, ...more }))
  }
  add('incident.reference', state.id)
  if (state.title !== '') add('incident.title', state.title)
  add('incident.declared-at', state.declaredAt)
  for (const [field, event] of times) {
    const time = eventTime(known.clocks, event, { redated: true })
    if (time !== undefined) add(field, utc(time.at), { estimate: time.provisional })
  }
  if (state.onset !== undefined) {
    const isExact = state.onset.from === state.onset.to
    add('incident.began-at', state.onset.from, { estimate: !isExact })
    add('incident.began-before', state.onset.to, { estimate: !isExact })
  }
  add('incident.isolated-at', state.isolation?.at, evidenceOf(state.isolation?.proof))
  add('incident.services', serviceNames(state.services, estate))
  if ((state.systems ?? []).length > 0) add('incident.systems', state.systems)
  const units = [...state.units.values()]
  add('impact.tenants', units.length)
  if (estate !== undefined && estate.tenants.length > 0) {
    add('impact.tenant-share', Math.min(10_000, Math.round((units.length * 10_000) / estate.tenants.length)))
  }
  const classes = dataClassesOf(state.services, estate)
  if (classes.length > 0) add('impact.data-classes', classes)
  for (const [field, value] of countedOf(units)) add(field, value)
  for (const fact of spans(known, units, stated)) facts.push(fact)
  for (const fact of claimFacts(known, undefined)) facts.push(fact)
  const told = authoritiesTold(known.clocks)
  if (told.length > 0) add('incident.authorities', told)
  const reference = referenceOf(known.clocks, 'dora-19-initial')
  if (reference !== undefined) add('dora.authority-reference', reference)
  facts.push(...contactFacts(known))
  return new Map(facts.map((fact) => [fact.field, fact]))
}

/** One tenant's part: its services, its counters, the claims about them. Nothing of any other tenant. */
export function knownTenantFacts(
  known: Known,
  tenant: string,
  stated: StatedTimes,
): ReadonlyMap<string, SheetFact> {
  const { case: state, estate } = known
  const unit = state.units.get(tenant)
  const facts: SheetFact[] = []
  const add = (field: string, value: Value['value'] | undefined): void => {
    if (value !== undefined) facts.push(engineFact(known, field, { value }))
  }
  const services = servicesOf(state, estate, tenant)
  add('incident.services', serviceNames(services, estate))
  const classes = dataClassesOf(services, estate)
  if (classes.length > 0) add('impact.data-classes', classes)
  if (unit !== undefined) {
    for (const [field, value] of countedOf([unit])) {
      if (field !== 'impact.tenants-released') add(field, value)
    }
    for (const fact of spans(known, [unit], stated)) facts.push(fact)
  }
  for (const fact of claimFacts(known, services)) facts.push(fact)
  return new Map(facts.map((fact) => [fact.field, fact]))
}

const times: readonly (readonly [string, DutyEvent])[] = [
  ['incident.known-at', 'aware-of-incident'],
  ['incident.known-as-controller-at', 'aware-as-controller'],
  ['incident.known-as-processor-at', 'aware-as-processor'],
  ['incident.classified-at', 'classified-major'],
]

function utc(time: Temporal.Instant): string {
  return new Date(time.epochMilliseconds).toISOString()
}

function evidenceOf(sha256: string | undefined): Partial<SheetFact> {
  return sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) ? { evidence: [sha256] } : {}
}

/** Services of the case that a tenant uses; those that nobody buys serve everybody. */
export function servicesOf(state: CaseState, estate: Estate | undefined, tenant: string): readonly string[] {
  const bought = estate?.tenants.find(({ id }) => id === tenant)?.subscriptions.map((one) => one.offering)
  if (estate === undefined || bought === undefined) return state.services
  const known = new Map(estate.services.map((service) => [service.id, service.offering]))
  return state.services.filter((id) => {
    const offering = known.get(id)
    return offering === undefined || bought.includes(offering)
  })
}

function countedOf(units: readonly UnitState[]): readonly (readonly [string, number])[] {
  const sum = (of: (unit: UnitState) => number): number => units.reduce((total, unit) => total + of(unit), 0)
  const chosen = units.some((unit) => unit.chosen !== undefined)
  const restored = units.some((unit) => unit.restored !== undefined)
  const scanned = units.some((unit) => unit.scanned !== undefined)
  return [
    ...(restored
      ? ([
          ['impact.files-restored', sum((unit) => unit.restored?.files ?? 0)],
          ['impact.bytes-restored', sum((unit) => unit.restored?.bytes ?? 0)],
        ] as const)
      : []),
    ...(chosen ? ([['impact.files-left-out', sum((unit) => unit.chosen?.leftOut ?? 0)]] as const) : []),
    ...(scanned ? ([['impact.files-quarantined', sum((unit) => unit.quarantined)]] as const) : []),
    ['impact.tenants-released', units.filter(isReleased).length],
  ]
}

function isReleased(unit: UnitState): boolean {
  const stage = stageOf(unit)
  return stage === 'released' || stage === 'handedBack'
}

/**
 * How long it took. Services count as down from the knowledge of the incident until the last of these tenants was
 * released; as long as one waits, until now, as an estimate. When each service really stopped nobody measured.
 */
function spans(known: Known, units: readonly UnitState[], { resolvedAt }: StatedTimes): readonly SheetFact[] {
  const { case: state, clocks, now } = known
  const aware = eventTime(clocks, 'aware-of-incident')?.at
  const from = aware === undefined ? state.declaredAt : utc(aware)
  if (from === undefined) return []
  const releases = units.flatMap((unit) => (isReleased(unit) ? (unit.released?.at ?? []) : []))
  const restoredAt =
    units.length > 0 && releases.length === units.length ? releases.toSorted().at(-1) : undefined
  const end = resolvedAt ?? state.closedAt
  const begin = state.onset?.from ?? from
  return [
    ...(restoredAt === undefined ? [] : [engineFact(known, 'incident.restored-at', { value: restoredAt })]),
    engineFact(known, 'incident.downtime', {
      value: minutes(from, restoredAt ?? now.toISOString()),
      estimate: true,
      ...(restoredAt === undefined ? running : { confidence: 'medium' as const }),
    }),
    engineFact(known, 'incident.minutes', {
      value: minutes(begin, end ?? now.toISOString()),
      estimate: end === undefined || state.onset === undefined || state.onset.from !== state.onset.to,
      ...(end === undefined ? running : { confidence: 'medium' as const }),
    }),
  ]
}

const running = { confidence: 'low', isRunning: true } as const

function minutes(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000))
}

/** Of several claims about one harm the gravest; of a tenant only those that touch its services. */
function claimFacts(known: Known, services: readonly string[] | undefined): readonly SheetFact[] {
  const graveness: readonly ClaimState[] = ['confirmed', 'indicated', 'unknown', 'no_indication', 'excluded']
  const byClass = new Map<ClaimClass, SheetFact>()
  for (const claim of claimsInForce(known.desk).values()) {
    const { class: of, scope, state, asOf, evidence, wording } = claim
    if (services !== undefined && scope.length > 0 && !scope.some((id) => services.includes(id))) continue
    const before = byClass.get(of)
    if (before !== undefined && graveness.indexOf(before.value as ClaimState) <= graveness.indexOf(state))
      continue
    byClass.set(
      of,
      engineFact(known, `claim.${of}`, { value: state, source: 'claims register', asOf, evidence, wording }),
    )
  }
  return [...byClass.values()]
}

/** Duties that were met: which, when, under which number. Those towards single tenants are only counted. */
function authoritiesTold({ submissions }: ClockLog): readonly string[] {
  const told: string[] = []
  for (const [name, list] of submissions) {
    if (name.includes(' ')) continue
    for (const { metAt, reference } of list) {
      told.push([name, metAt, ...(reference === undefined ? [] : [reference])].join(', '))
    }
  }
  return told.toSorted()
}

function referenceOf({ submissions }: ClockLog, duty: string): string | undefined {
  return (submissions.get(duty) ?? []).flatMap(({ reference }) => reference ?? []).at(-1)
}
