import {
  type CaseState,
  type PublishedUpdate,
  stageOf,
  type UnitStage,
  type UnitState,
} from '../../core/case/index.ts'
import type { Estate, Words } from '../../core/estate/index.ts'
import type { RecoveryStep, ServiceState } from '../../core/messages/index.ts'

/** What the public may know: counts and states, no customer. */
export interface PublicView {
  readonly exercise: boolean
  readonly provider: string
  /** IANA zone in which times are shown. */
  readonly timeZone: string
  readonly declaredAt: string
  readonly asOf: string
  readonly nextBy: string | undefined
  readonly closed: boolean
  readonly services: readonly PublicService[]
  readonly steps: readonly { readonly step: RecoveryStep; readonly done: number; readonly total: number }[]
  readonly files: number
  readonly bytes: number
  readonly held: number
  /** Newest first. */
  readonly updates: readonly PublishedUpdate[]
}

export interface PublicService {
  readonly id: string
  readonly name: Words
  readonly state: ServiceState
  readonly customers: { readonly released: number; readonly total: number } | undefined
}

const stages: readonly UnitStage[] = [
  'waiting',
  'restorePointsChosen',
  'restored',
  'verified',
  'scanned',
  'approved',
  'released',
]
const stepStages: readonly [RecoveryStep, UnitStage][] = [
  ['chosen', 'restorePointsChosen'],
  ['restored', 'restored'],
  ['verified', 'verified'],
  ['scanned', 'scanned'],
  ['approved', 'approved'],
  ['released', 'released'],
]

/** The public picture of a case: every state and figure follows from its events alone. */
export function publicView(state: CaseState, estate: Estate): PublicView {
  const units = [...state.units.values()]
  const last = state.updates.at(-1)
  const sum = (of: (unit: UnitState) => number): number => units.reduce((total, unit) => total + of(unit), 0)
  return {
    exercise: state.exercise,
    provider: estate.provider.name,
    timeZone: estate.provider.tz,
    declaredAt: state.declaredAt ?? '',
    asOf: last?.asOf ?? state.declaredAt ?? '',
    nextBy: state.status === 'closed' || last?.nextBy === '' ? undefined : last?.nextBy,
    closed: state.status === 'closed',
    services: estate.services.map((service) => ({
      id: service.id,
      name: service.name,
      ...serviceState(state, unitsOf(estate, units, service.offering), service.id),
    })),
    steps: stepStages.map(([step, stage]) => ({
      step,
      done: units.filter((unit) => stages.indexOf(stageOf(unit)) >= stages.indexOf(stage)).length,
      total: units.length,
    })),
    files: sum((unit) => unit.scanned?.clean ?? 0),
    bytes: sum((unit) => (unit.scanned === undefined ? 0 : (unit.restored?.bytes ?? 0))),
    held: sum((unit) => unit.quarantined + unit.caseReview),
    updates: state.updates.toReversed(),
  }
}

function unitsOf(
  estate: Estate,
  units: readonly UnitState[],
  offering: string | undefined,
): readonly UnitState[] {
  const buyers = estate.tenants
    .filter(
      ({ subscriptions }) => offering === undefined || subscriptions.some((one) => one.offering === offering),
    )
    .map(({ id }) => id)
  return units.filter(({ unit }) => buyers.includes(unit))
}

/** Only a release makes a service operational again; monitoring or good hope never does. */
function serviceState(
  state: CaseState,
  units: readonly UnitState[],
  service: string,
): { state: ServiceState; customers: PublicService['customers'] } {
  if (!state.services.includes(service)) return { state: 'not_affected', customers: undefined }
  const reached = units.map((unit) => stages.indexOf(stageOf(unit)))
  const released = reached.filter((stage) => stage === stages.indexOf('released')).length
  const customers = { released, total: units.length }
  if (units.length > 0 && released === units.length) return { state: 'operational', customers }
  if (released > 0) return { state: 'partial_outage', customers }
  const slowest = stages[Math.min(...reached, stages.length - 1)] ?? 'waiting'
  return { state: beforeRelease(slowest, state.isolation !== undefined), customers }
}

function beforeRelease(slowest: UnitStage, isIsolated: boolean): ServiceState {
  switch (slowest) {
    case 'scanned':
    case 'approved':
      return 'restored_pending_release'
    case 'restored':
    case 'verified':
      return 'verifying'
    case 'restorePointsChosen':
      return 'restoring'
    case 'waiting':
    case 'released':
      return isIsolated ? 'offline_by_plan' : 'major_outage'
  }
}
