import { type ClockLog, clocksOf } from '../duties/index.ts'
import type { Words } from '../estate/index.ts'

/** A duty whose time runs; tenants whose clocks say the same are one row. */
export interface DueRow {
  readonly duty: string
  readonly title: Words
  readonly state: 'missed' | 'approaching' | 'running'
  readonly due: string
  /** Of how many tenants; null for a duty of the house. */
  readonly tenants: number | null
  /** The law, a contract, an authority's letter, or only our own target. */
  readonly dueBy: 'law' | 'contract' | 'authority' | 'target'
}

export interface DueSummary {
  readonly missed: number
  readonly approaching: number
  readonly running: number
  /** The next ones first, at most ten. */
  readonly clocks: readonly DueRow[]
}

const states = ['missed', 'approaching', 'running'] as const

/** What of the duties runs, the most pressing first. */
export function dueSummary(log: ClockLog, now: Temporal.Instant): DueSummary {
  const clocks = clocksOf(log, now)
  const counts = { missed: 0, approaching: 0, running: 0 }
  const rows = new Map<string, { row: DueRow; tenants: number }>()
  for (const { duty, tenant, state } of clocks) {
    if (state.kind !== 'missed' && state.kind !== 'approaching' && state.kind !== 'running') continue
    counts[state.kind] += 1
    const due = state.due.toString()
    const key = `${duty.id} ${state.kind} ${due}`
    const known = rows.get(key)
    if (known !== undefined) known.tenants += 1
    else {
      const row = { duty: duty.id, title: duty.title, state: state.kind, due, dueBy: state.dueBy }
      rows.set(key, { row: { ...row, tenants: tenant === undefined ? null : 1 }, tenants: 1 })
    }
  }
  const all = [...rows.values()].map(({ row, tenants }) => (row.tenants === null ? row : { ...row, tenants }))
  const sorted = all.toSorted(
    (a, b) => states.indexOf(a.state) - states.indexOf(b.state) || (a.due < b.due ? -1 : 1),
  )
  return { ...counts, clocks: sorted.slice(0, 10) }
}
