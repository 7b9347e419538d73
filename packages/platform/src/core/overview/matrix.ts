import { stageOf, type UnitStage } from '../case/index.ts'
import type { Estate, Words } from '../estate/index.ts'
import type { CaseBoard, Place } from './board.ts'

/** A service, which is a column. */
export interface MatrixService {
  readonly id: string
  /** Null where the estate is not known here. */
  readonly name: Words | null
  readonly tier: number | null
  /** False: the attack did not reach it, as the declaration says. */
  readonly hit: boolean
  /** Tenants whose data of it are not released yet; null for a service that was not hit. */
  readonly open: number | null
  /** What the public was told last, and by which entry. */
  readonly published: { readonly state: string; readonly seq: number } | null
}

/** A tenant, which is a row: a tenant's data of all services come back as one unit. */
export interface MatrixRow {
  readonly tenant: string
  readonly name: string | null
  readonly wave: string | null
  readonly stage: UnitStage
  /** The entry behind the stage; for a unit of which nothing happened, the declaration. */
  readonly seq: number
  readonly at: string
  /** Places in `services` of what the tenant uses; null where the estate is not known here. */
  readonly uses: readonly number[] | null
  readonly quarantined: number
  readonly caseReview: number
}

/** Service × tenant. A cell: is the service used, was it hit, how far is the tenant, which entry says so. */
export interface Matrix {
  readonly case: string
  readonly exercise: boolean
  readonly seq: number
  readonly asOf: string
  readonly declared: Place | null
  readonly services: readonly MatrixService[]
  readonly stages: Readonly<Record<UnitStage, number>>
  readonly rows: readonly MatrixRow[]
  /** Rows that fit the filter, on all pages. */
  readonly total: number
  /** `after` of the next page; null on the last. */
  readonly next: string | null
}

export interface MatrixFilter {
  /** Id of the last row of the page before. */
  readonly after?: string
  readonly limit: number
  readonly stage?: UnitStage
  /** Part of an id or a name. */
  readonly text?: string
  /** Now: what people approved holds until it runs out. */
  readonly at?: string
}

/** A page of the matrix, rows in the order of the declaration. */
export function matrixOf(board: CaseBoard, estate: Estate | undefined, filter: MatrixFilter): Matrix {
  const { state, proofs, places } = board
  const declared = places.get('case.declared') ?? null
  const services = servicesOf(board, estate)
  const tenants = new Map(estate?.tenants.map((tenant) => [tenant.id, tenant]))
  const uses = estate && usesOf(estate, services)
  const stages = emptyCounts()
  const rows: MatrixRow[] = []
  let total = 0
  let isBehind = filter.after === undefined
  let hasMore = false
  const text = filter.text?.toLowerCase()
  for (const unit of state.units.values()) {
    const proof = proofs.get(unit.unit)
    const stage = proof?.stage === 'approved' ? stageOf(unit, filter.at) : (proof?.stage ?? 'waiting')
    stages[stage] += 1
    const tenant = tenants.get(unit.unit)
    const isWanted =
      (filter.stage === undefined || stage === filter.stage) &&
      (text === undefined || `${unit.unit} ${tenant?.name ?? ''}`.toLowerCase().includes(text))
    if (isWanted) total += 1
    if (isWanted && isBehind) {
      if (rows.length === filter.limit) hasMore = true
      else {
        rows.push({
          tenant: unit.unit,
          name: tenant?.name ?? null,
          wave: tenant?.wave ?? null,
          stage,
          seq: proof?.seq ?? declared?.seq ?? 0,
          at: proof?.at ?? declared?.at ?? '',
          uses: uses?.get(unit.unit) ?? null,
          quarantined: unit.quarantined,
          caseReview: unit.caseReview,
        })
      }
    }
    if (unit.unit === filter.after) isBehind = true
  }
  return {
    case: state.id,
    exercise: state.exercise,
    seq: board.seq,
    asOf: board.asOf,
    declared,
    services,
    stages,
    rows,
    total,
    next: hasMore ? (rows.at(-1)?.tenant ?? null) : null,
  }
}

export function emptyCounts(): Record<UnitStage, number> {
  return {
    waiting: 0,
    restorePointsChosen: 0,
    restored: 0,
    verified: 0,
    scanned: 0,
    approved: 0,
    released: 0,
    handedBack: 0,
  }
}

/** Those of the estate in its order; without one, those that the declaration names. */
export function servicesOf(board: CaseBoard, estate: Estate | undefined): MatrixService[] {
  const { state, places } = board
  const hit = new Set(state.services)
  const last = state.updates.at(-1)
  const seq = places.get('update.published')?.seq
  const published = (id: string): MatrixService['published'] => {
    const said = last?.states?.[id]
    return said === undefined || seq === undefined ? null : { state: said, seq }
  }
  const known = estate?.services ?? []
  const open = openTenants(board, estate)
  const others = [...hit].filter((id) => !known.some((service) => service.id === id))
  return [
    ...known.map(({ id, name, recovery }) => ({
      id,
      name,
      tier: recovery.tier ?? null,
      hit: hit.has(id),
      open: hit.has(id) ? open(id) : null,
      published: published(id),
    })),
    ...others.map((id) => ({
      id,
      name: null,
      tier: null,
      hit: true,
      open: open(id),
      published: published(id),
    })),
  ]
}

/** By service: of those who use it, how many still wait; of a service that no estate knows, all do who wait at all. */
function openTenants({ state, proofs }: CaseBoard, estate: Estate | undefined): (service: string) => number {
  const waiting = new Set<string>()
  for (const unit of state.units.keys()) {
    const stage = proofs.get(unit)?.stage ?? 'waiting'
    if (stage !== 'released' && stage !== 'handedBack') waiting.add(unit)
  }
  const bought = new Map<string, number>()
  const counted = new Set<string>()
  for (const { id, subscriptions } of estate?.tenants ?? []) {
    if (!waiting.has(id)) continue
    counted.add(id)
    for (const offering of new Set(subscriptions.map((one) => one.offering)))
      bought.set(offering, (bought.get(offering) ?? 0) + 1)
  }
  const offerings = new Map(estate?.services.map(({ id, offering }) => [id, offering]))
  return (service) => {
    const offering = offerings.get(service)
    // A tenant that the estate does not know may use everything.
    if (offering === undefined) return waiting.size
    return (bought.get(offering) ?? 0) + (waiting.size - counted.size)
  }
}

/** A service that nobody buys (a directory) serves everybody. */
function usesOf(estate: Estate, services: readonly MatrixService[]): ReadonlyMap<string, readonly number[]> {
  const columns = new Map(services.map(({ id }, at) => [id, at]))
  const byOffering = new Map<string, number[]>()
  const forAll: number[] = []
  for (const { id, offering } of estate.services) {
    const at = columns.get(id) ?? 0
    if (offering === undefined) forAll.push(at)
    else byOffering.set(offering, [...(byOffering.get(offering) ?? []), at])
  }
  return new Map(
    estate.tenants.map(({ id, subscriptions }) => {
      const bought = subscriptions.flatMap(({ offering }) => byOffering.get(offering) ?? [])
      return [id, [...new Set([...forAll, ...bought])].toSorted((a, b) => a - b)]
    }),
  )
}
