import { caseIds, jobStates } from '../../../adapters/database/index.ts'
import { type ClockLog, clocksOf } from '../../../core/duties/index.ts'
import type { ApiParts } from '../api-parts.ts'
import type { CaseReader, CaseSnapshot } from '../cases/case-reader.ts'
import type { Family, Sample } from './exposition.ts'

/** Cases that are looked at; a provider has one, and its exercises. More are left out, and `anlauf_cases` says so. */
const maxCases = 50

/** Database, jobs, cases and clocks at this moment. Without a database only that it is down. */
export async function stateOfWork(
  parts: Pick<ApiParts, 'database' | 'readCase' | 'now'>,
): Promise<readonly Family[]> {
  try {
    const jobs = await jobStates(parts.database)
    const ids = (await caseIds(parts.database, { limit: maxCases + 1 })).filter(
      (id) => !id.startsWith('anlauf.'),
    )
    const { cases, unreadable } = await readAll(parts.readCase, ids.slice(0, maxCases))
    const open = cases.filter(({ state }) => state.status === 'declared')
    return [
      databaseUp(1),
      gauge(
        'anlauf_jobs',
        'Jobs by state, of all cases.',
        jobs.map(({ state, count }) => ({ labels: { state }, value: count })),
      ),
      gauge('anlauf_cases', `Cases that are looked at here, at most ${maxCases}.`, [{ value: cases.length }]),
      gauge(
        'anlauf_evidence_head',
        'Number of the last entry of the log of a case.',
        cases.map(({ state, seq }) => ({ labels: { case: state.id }, value: seq })),
      ),
      gauge('anlauf_cases_unreadable', 'Cases whose log cannot be read: verify them.', [
        { value: unreadable },
      ]),
      ...clockFamilies(open, parts.now()),
    ]
  } catch {
    return [databaseUp(0)]
  }
}

/** One log that is broken takes the figures of no other case away. */
async function readAll(readCase: CaseReader, ids: readonly string[]) {
  const cases: CaseSnapshot[] = []
  let unreadable = 0
  for (const id of ids) {
    const snapshot = await readCase(id).catch(() => undefined)
    if (snapshot === undefined) unreadable += 1
    else cases.push(snapshot)
  }
  return { cases, unreadable }
}

function databaseUp(value: 0 | 1): Family {
  return gauge('anlauf_database_up', '1 while the database answers.', [{ value }])
}

function clockFamilies(open: readonly CaseSnapshot[], now: Date): readonly Family[] {
  const at = Temporal.Instant.fromEpochMilliseconds(now.getTime())
  const counted = open.map(({ state, clocks }) => ({
    labels: { case: state.id },
    ...countedClocks(clocks, at),
  }))
  return [
    gauge(
      'anlauf_clocks',
      'Clocks of duties by state, of open cases.',
      counted.flatMap(({ labels, missed, approaching, running }) =>
        Object.entries({ missed, approaching, running }).map(([state, value]) => ({
          labels: { ...labels, state },
          value,
        })),
      ),
    ),
    gauge(
      'anlauf_clock_next_due_timestamp_seconds',
      'When the next clock of an open case is due, Unix time.',
      counted.flatMap(({ labels, nextMs }) =>
        nextMs === undefined ? [] : [{ labels, value: nextMs / 1000 }],
      ),
    ),
  ]
}

interface Counted {
  readonly missed: number
  readonly approaching: number
  readonly running: number
  readonly nextMs?: number
}

/** A large provider has 50,000 clocks: they are counted once a minute, not at every scrape. */
const keptMs = 60_000
const known = new WeakMap<ClockLog, { readonly atMs: number; readonly counted: Counted }>()

function countedClocks(log: ClockLog, now: Temporal.Instant): Counted {
  const last = known.get(log)
  if (last !== undefined && Math.abs(now.epochMilliseconds - last.atMs) < keptMs) return last.counted
  const counts = { missed: 0, approaching: 0, running: 0 }
  let nextMs = Number.POSITIVE_INFINITY
  for (const { state } of clocksOf(log, now)) {
    if (state.kind !== 'missed' && state.kind !== 'approaching' && state.kind !== 'running') continue
    counts[state.kind] += 1
    if (state.kind !== 'missed') nextMs = Math.min(nextMs, state.due.epochMilliseconds)
  }
  const counted = { ...counts, ...(Number.isFinite(nextMs) && { nextMs }) }
  known.set(log, { atMs: now.epochMilliseconds, counted })
  return counted
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, help, type: 'gauge', samples }
}
