import { createHash } from 'node:crypto'

import { type CaseState, stageOf, type UnitStage, unitStages, type UnitState } from '../case/index.ts'
import type { Estate, Service, Words } from '../estate/index.ts'
import type { RecoveryStep, ServiceState } from '../messages/index.ts'
import type { ReleaseProof } from './content/content.ts'
import { type ServiceStatement, shownState } from './stated-services.ts'

export interface PublicService {
  readonly id: string
  readonly name: Words
  readonly state: ServiceState
  /** What events alone say; no statement makes it better in the eyes of programs. */
  readonly recorded: ServiceState
  readonly instruction: Words | undefined
  /** While it is operational: how many releases that rests on, and SHA-256 over what was signed for them. */
  readonly proof: { readonly releases: number; readonly sha256: string } | undefined
  /** Nobody buys it; other services stand on it. */
  readonly isFoundation: boolean
  readonly customers: { readonly released: number; readonly total: number } | undefined
  readonly steps: readonly StepCount[]
}

export interface StepCount {
  readonly step: RecoveryStep
  readonly done: number
  readonly total: number
}

const stepStages: readonly [RecoveryStep, UnitStage][] = [
  ['chosen', 'restorePointsChosen'],
  ['restored', 'restored'],
  ['verified', 'verified'],
  ['scanned', 'scanned'],
  ['approved', 'approved'],
  ['released', 'released'],
]

/** What people said of services, by id. */
export type Statements = ReadonlyMap<string, ServiceStatement>

/**
 * A service with its customers. Only their releases make it operational again; monitoring or good hope never
 * does. A customer who buys the service but is no unit of the case was not released. A service that the case does not
 * name is unknown until somebody who answers for it says that it was not hit.
 */
export function publicService(
  state: CaseState,
  estate: Estate,
  service: Service,
  statements: Statements,
): PublicService {
  const { id, name, offering } = service
  const stated = statements.get(id)
  const instruction = stated?.state === 'as_recorded' ? undefined : stated?.instruction
  const common = { id, name, instruction, isFoundation: offering === undefined }
  if (!state.services.includes(id)) {
    const shown = shownState('unknown', stated?.state)
    return { ...common, state: shown, recorded: 'unknown', proof: undefined, customers: undefined, steps: [] }
  }
  const customers = customersOf(state, estate, offering)
  const reached = customers.map(provenStage)
  const released = reached.filter(isReleased).length
  const recorded = serviceState(reached, state.isolation !== undefined)
  return {
    ...common,
    state: shownState(recorded, stated?.state),
    recorded,
    proof: recorded === 'operational' ? proofOf(customers) : undefined,
    customers: { released, total: reached.length },
    steps: countSteps(reached),
  }
}

/**
 * What a release to some or all customers of a service rests on, whether the whole service is back or not; undefined
 * while nobody's data was released. A foundation that nobody buys has no release of its own.
 */
export function releaseProof(state: CaseState, estate: Estate, id: string): ReleaseProof | undefined {
  const offering = estate.services.find((one) => one.id === id)?.offering
  if (offering === undefined || !state.services.includes(id)) return undefined
  const customers = customersOf(state, estate, offering)
  const released = customers.filter((unit) => isReleased(provenStage(unit)))
  if (released.length === 0) return undefined
  const { sha256 } = proofOf(released)
  return { released: released.length, total: customers.length, sha256 }
}

/** Over the content hashes of all releases in order, one a line; it names nobody and an auditor can make it again. */
function proofOf(customers: readonly (UnitState | undefined)[]): { releases: number; sha256: string } {
  const hashes = customers.flatMap((unit) => unit?.released?.contentHash ?? []).toSorted()
  const sha256 = createHash('sha256')
    .update(hashes.map((hash) => `${hash}\n`).join(''))
    .digest('hex')
  return { releases: hashes.length, sha256 }
}

/** The state of every service that anybody of the case needs, by id. */
export function serviceStates(
  state: CaseState,
  estate: Estate,
  statements: Statements,
): ReadonlyMap<string, ServiceState> {
  return new Map(
    estate.services
      .map((service) => publicService(state, estate, service, statements))
      .filter(({ customers }) => customers?.total !== 0)
      .map((service) => [service.id, service.state]),
  )
}

/** How many of all units have come how far. */
export function caseSteps(state: CaseState): readonly StepCount[] {
  return countSteps([...state.units.values()].map(provenStage))
}

/** Every file of the unit has the verdict clean; a scan that left some open is none in public. */
export function isWhollyClean({ restored, scanned }: UnitState): boolean {
  return scanned !== undefined && scanned.unscanned === 0 && scanned.clean === restored?.files
}

/** The furthest step that holds for all of a unit. */
function provenStage(unit: UnitState | undefined): UnitStage {
  if (unit === undefined) return 'waiting'
  const stage = stageOf(unit)
  return (stage === 'scanned' || stage === 'approved') && !isWhollyClean(unit) ? 'verified' : stage
}

/** The tenants who buy an offering; without one everybody of the case needs the service. */
function customersOf(
  { units }: CaseState,
  { tenants }: Estate,
  offering: string | undefined,
): readonly (UnitState | undefined)[] {
  if (offering === undefined) return [...units.values()]
  return tenants
    .filter(({ subscriptions }) => subscriptions.some((one) => one.offering === offering))
    .map(({ id }) => units.get(id))
}

function countSteps(reached: readonly UnitStage[]): readonly StepCount[] {
  return stepStages.map(([step, stage]) => ({
    step,
    done: reached.filter((one) => unitStages.indexOf(one) >= unitStages.indexOf(stage)).length,
    total: reached.length,
  }))
}

function isReleased(stage: UnitStage): stage is 'released' | 'handedBack' {
  return stage === 'released' || stage === 'handedBack'
}

function serviceState(reached: readonly UnitStage[], isIsolated: boolean): ServiceState {
  const slowest = unitStages.find((stage) => reached.includes(stage)) ?? 'waiting'
  if (isReleased(slowest)) return 'operational'
  if (reached.some(isReleased)) return 'partial_outage'
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
      return isIsolated ? 'offline_by_plan' : 'major_outage'
  }
}
