import { authorities, type Clock, clocksOf, type DueBy } from '../../core/duties/index.ts'
import type { Words } from '../../core/estate/index.ts'
import type { FactBase } from '../../core/facts/index.ts'
import {
  type FilingLog,
  filingName,
  isEnough,
  latestRevision,
  standingApprovals,
} from '../../core/filings/index.ts'
import { momentOf } from './moment.ts'
import { type DraftItem, draftSubstance, missingIn, undecidedIn } from './draft.ts'
import { prepareDrafts } from './prepare.ts'
import { viewOf } from './views/index.ts'

/** How far the document of a duty is. `outdated`: the facts went on since it was drafted or approved. */
export type FilingStage = 'none' | 'drafted' | 'outdated' | 'approved' | 'submitted' | 'nothing-written'

/** One duty in a case; tenants that stand alike are one row. */
export interface OverviewRow {
  readonly duty: string
  readonly row: string
  readonly norm: string
  readonly title: Words
  readonly recipient: Words
  readonly applies: 'yes' | 'unknown' | 'no'
  /** Why it does not apply; which questions of the profile are open. */
  readonly why: Words
  readonly state: Clock['state']['kind']
  readonly due: string | null
  readonly dueBy: DueBy | null
  readonly stage: FilingStage
  readonly approve: readonly string[]
  /** Required fields without an answer, as ids of the fact sheet. */
  readonly missing: readonly string[]
  readonly undecided: readonly string[]
  readonly tenants: readonly string[]
  readonly basis: 'T' | 'S' | 'U'
}

/** Which duties apply, why, what is missing for each, when it is due: before the time is over, not after. */
export function dutyOverview(
  base: FactBase,
  filings: FilingLog,
  language: 'de' | 'en',
): readonly OverviewRow[] {
  const steps = overviewSteps(base, filings, language)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** How many clocks between two pauses: some twenty milliseconds. */
const pauseAfter = 40

/** The same with pauses, for a server that answers others meanwhile: 15,000 clocks of 5,000 tenants take seconds. */
export function* overviewSteps(
  base: FactBase,
  filings: FilingLog,
  language: 'de' | 'en',
): Generator<undefined, readonly OverviewRow[], undefined> {
  const now = momentOf(base)
  const clocks = clocksOf(base.known.clocks, now)
  const rows = new Map<string, OverviewRow & { tenants: string[] }>()
  for (const [at, clock] of clocks.entries()) {
    if (at % pauseAfter === pauseAfter - 1) yield undefined
    const { duty, tenant, state } = clock
    const row = rowOf(clock)
    const asked = row.applies === 'no' ? nothing : askedOf(base, filings, clock, clocks, language)
    const key = [duty.id, state.kind, row.due, asked.stage, asked.missing.join()].join('\n')
    const known = rows.get(key)
    if (known !== undefined && tenant !== undefined) known.tenants.push(tenant)
    else rows.set(key, { ...row, ...asked, tenants: tenant === undefined ? [] : [tenant] })
  }
  return [...rows.values()]
}

type Asked = Pick<OverviewRow, 'stage' | 'missing' | 'undecided'>
const nothing: Asked = { stage: 'none', missing: [], undecided: [] }

function rowOf({ duty, state, unanswered }: Clock): OverviewRow {
  const { id, row, norm, title, recipient, approve, basis } = duty
  const isDenied = state.kind === 'notApplicable'
  const running = state.kind === 'met' ? state.due : 'reminders' in state ? state : undefined
  const latest = state.kind === 'waiting' ? state.latestDue : undefined
  const dueAt = running?.due ?? latest
  return {
    duty: id,
    row,
    norm,
    title,
    recipient: authorities[recipient].name,
    applies: isDenied ? 'no' : unanswered.length > 0 ? 'unknown' : 'yes',
    why: isDenied
      ? state.because
      : unanswered.length > 0
        ? {
            de: `Das Rechtsprofil schweigt zu: ${unanswered.join(', ')}`,
            en: `The legal profile says nothing on: ${unanswered.join(', ')}`,
          }
        : duty.owedBy,
    state: state.kind,
    due: dueAt?.toString() ?? null,
    dueBy: running?.dueBy ?? null,
    approve,
    basis,
    ...nothing,
    tenants: [],
  }
}

function askedOf(
  base: FactBase,
  filings: FilingLog,
  clock: Clock,
  clocks: readonly Clock[],
  language: 'de' | 'en',
): Asked {
  const { duty, tenant, submissions } = clock
  const view = viewOf(duty.id)
  if (view === undefined) return { ...nothing, stage: 'nothing-written' }
  if (view.scope === 'tenant' && tenant === undefined) return nothing
  const drafts = prepareDrafts(base, duty, {
    language,
    clocks: clocks.length > 200 ? [clock] : clocks,
    ...(tenant !== undefined && { tenants: [tenant] }),
  })
  const stages = drafts.map((draft) => stageOf(filings, clock, filingName(draft), draftSubstance(draft)))
  const keys = (items: readonly DraftItem[]): readonly string[] => [
    ...new Set(items.map(({ field, key }) => field ?? key)),
  ]
  return {
    // Of several letters the one that is least far says how far the duty is.
    stage: submissions.length > 0 ? 'submitted' : (order.find((one) => stages.includes(one)) ?? 'none'),
    missing: keys(drafts.flatMap(missingIn)),
    undecided: keys(drafts.flatMap(undecidedIn)),
  }
}

const order: readonly FilingStage[] = ['none', 'outdated', 'drafted', 'approved']

function stageOf(filings: FilingLog, { duty }: Clock, name: string, substance: string): FilingStage {
  const last = latestRevision(filings, name)
  if (last === undefined) return 'none'
  if (last.substance !== substance) return 'outdated'
  return isEnough(duty.approve, standingApprovals(filings, last.contentHash)) && duty.approve.length > 0
    ? 'approved'
    : 'drafted'
}

/** Fields that stop duties, with the duties that ask for them and the earliest time: what to find out first. */
export function missingFirst(rows: readonly OverviewRow[]): readonly {
  readonly field: string
  readonly duties: readonly string[]
  readonly due: string | null
}[] {
  const open = rows.filter(({ state }) => ['running', 'approaching', 'missed', 'waiting'].includes(state))
  const byField = new Map<string, { field: string; duties: string[]; due: string | null }>()
  for (const { duty, due, missing } of open) {
    for (const field of missing) {
      const known = byField.get(field) ?? { field, duties: [], due: null }
      if (!known.duties.includes(duty)) known.duties.push(duty)
      if (due !== null && (known.due === null || due < known.due)) known.due = due
      byField.set(field, known)
    }
  }
  return [...byField.values()].toSorted((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1))
}
