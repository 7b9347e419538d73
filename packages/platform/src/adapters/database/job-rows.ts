import type { Job, JobCounters, JobFailure, JobResult } from '../../core/jobs/index.ts'
import type { Session } from './database.ts'

interface Row {
  readonly [name: string]: unknown
}

const columns = `id, case_id as case, kind, unit, attempt, options, asked_by as "askedBy", asked_at as "askedAt",
  state, tries, started_at as "startedAt", ended_at as "endedAt", beat_at as "heardAt", counters, result, failure,
  revision::float8 as revision`

/** Jobs of a case, the newest first. */
export async function jobsOf(
  session: Session,
  caseId: string,
  { limit = 200, before }: { readonly limit?: number; readonly before?: number } = {},
): Promise<readonly Job[]> {
  const rows = await session.query<Row>(
    `select ${columns} from anlauf.job where case_id = $1 and ($2::bigint is null or revision < $2)
      order by revision desc limit $3`,
    [caseId, before ?? null, limit],
  )
  return rows.map(jobOf)
}

/** Jobs of a case that changed after a revision, in the order of their changes. */
export async function jobsSince(session: Session, caseId: string, revision: number): Promise<readonly Job[]> {
  const rows = await session.query<Row>(
    `select ${columns} from anlauf.job where case_id = $1 and revision > $2 order by revision limit 200`,
    [caseId, revision],
  )
  return rows.map(jobOf)
}

export async function jobById(session: Session, id: string): Promise<Job | undefined> {
  const [row] = await session.query<Row>(`select ${columns} from anlauf.job where id = $1`, [id])
  return row && jobOf(row)
}

/** Jobs that wait or run, of all cases: what a worker that starts has to know about. */
export async function openJobIds(session: Session): Promise<readonly string[]> {
  const rows = await session.query<{ id: string }>(
    `select id from anlauf.job where state in ('waiting', 'running') order by asked_at`,
  )
  return rows.map(({ id }) => id)
}

/** How many jobs of all cases are in which state. */
export async function jobStates(
  session: Session,
): Promise<readonly { readonly state: string; readonly count: number }[]> {
  return session.query('select state, count(*)::int as count from anlauf.job group by state order by state')
}

/** Makes the job, unless the same work is open already: then that one. Within the transaction of its entry. */
export async function askForJob(
  session: Session,
  asked: Pick<Job, 'case' | 'kind' | 'unit' | 'options' | 'askedBy' | 'askedAt'>,
  idOf: (attempt: number) => string,
): Promise<{ readonly job: Job; readonly isNew: boolean }> {
  const same = [asked.case, asked.kind, asked.unit ?? null]
  // Two who ask at once take turns: the second finds the job of the first.
  await session.query(`select pg_advisory_xact_lock(hashtextextended('anlauf job ' || $1, 0))`, [asked.case])
  const [open] = await session.query<Row>(
    `select ${columns} from anlauf.job where case_id = $1 and kind = $2 and unit is not distinct from $3
        and state in ('waiting', 'running')`,
    same,
  )
  if (open !== undefined) return { job: jobOf(open), isNew: false }
  const [last] = await session.query<{ attempt: number }>(
    `select coalesce(max(attempt), 0) as attempt from anlauf.job
      where case_id = $1 and kind = $2 and unit is not distinct from $3`,
    same,
  )
  const attempt = (last?.attempt ?? 0) + 1
  const rows = await session.query<Row>(
    `insert into anlauf.job (id, case_id, kind, unit, attempt, options, asked_by, asked_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting') returning ${columns}`,
    [idOf(attempt), ...same, attempt, JSON.stringify(asked.options), asked.askedBy, asked.askedAt],
  )
  return { job: jobOf(rows[0] ?? {}), isNew: true }
}

/** Takes a job for a runner, also one that a lost worker held; undefined when it has ended. */
export async function beginJob(session: Session, id: string, runner: string): Promise<Job | undefined> {
  const [row] = await session.query<Row>(
    `update anlauf.job set state = 'running', runner = $2, tries = tries + 1, counters = null,
            started_at = coalesce(started_at, clock_timestamp()), beat_at = clock_timestamp(),
            revision = nextval('anlauf.job_revision')
      where id = $1 and state in ('waiting', 'running') returning ${columns}`,
    [id, runner],
  )
  return row && jobOf(row)
}

/** Says that the runner is at it, and how far. False when the job is not the runner's any more, or was cancelled. */
export async function beatJob(
  session: Session,
  { id, runner, counters }: { id: string; runner: string; counters: JobCounters | undefined },
): Promise<boolean> {
  const rows = await session.query(
    `update anlauf.job set beat_at = clock_timestamp(), counters = coalesce($3, counters),
            revision = nextval('anlauf.job_revision')
      where id = $1 and runner = $2 and state = 'running' returning id`,
    [id, runner, counters === undefined ? null : JSON.stringify(counters)],
  )
  return rows.length > 0
}

/** Keeps a point of the curve. */
export async function sampleJob(session: Session, id: string, counters: JobCounters): Promise<void> {
  const { phase, done, bytesDone, bytesPerSecond } = counters
  await session.query(
    `insert into anlauf.job_sample (job_id, at, phase, done, bytes_done, bytes_per_second)
     values ($1, clock_timestamp(), $2, $3, $4, $5) on conflict do nothing`,
    [id, phase, Math.round(done), bytesDone === undefined ? null : Math.round(bytesDone), bytesPerSecond],
  )
}

/** Ends a job that waits or runs; undefined when it had ended, or another runner has it. */
export async function endJob(
  session: Session,
  {
    id,
    runner,
    state,
    result,
    failure,
  }: {
    readonly id: string
    /** Absent: whoever has it; a person cancels. */
    readonly runner?: string
    readonly state: 'done' | 'failed' | 'cancelled'
    readonly result?: JobResult
    readonly failure?: JobFailure
  },
): Promise<Job | undefined> {
  // prettier-ignore
  const [row] = await session.query<Row>(
    `update anlauf.job set state = $3, ended_at = clock_timestamp(), result = $4, failure = $5, runner = null,
            revision = nextval('anlauf.job_revision')
      where id = $1 and state in ('waiting', 'running') and ($2::text is null or runner = $2) returning ${columns}`,
    [id, runner ?? null, state, result === undefined ? null : JSON.stringify(result), failure === undefined ? null : JSON.stringify(failure)],
  ) // prettier-ignore
  return row && jobOf(row)
}

export interface JobSample {
  readonly job: string
  readonly at: string
  readonly phase: string
  readonly done: number
  readonly bytesDone?: number
  readonly bytesPerSecond: number
}

/** The newest points of the curves of a case, oldest first. */
export async function jobSamples(
  session: Session,
  caseId: string,
  limit: number,
): Promise<readonly JobSample[]> {
  const rows = await session.query<Row>(
    `select s.job_id as job, s.at, s.phase, s.done::float8 as done, s.bytes_done::float8 as "bytesDone",
            s.bytes_per_second as "bytesPerSecond"
       from anlauf.job_sample s join anlauf.job j on j.id = s.job_id
      where j.case_id = $1 order by s.at desc limit $2`,
    [caseId, limit],
  )
  return rows.map((row) => plain(row) as unknown as JobSample).toReversed()
}

function jobOf(row: Row): Job {
  return plain(row) as unknown as Job
}

/** Without what is null; times as text. */
function plain(row: Row): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      value === null ? [] : [[name, value instanceof Date ? value.toISOString() : value]],
    ),
  )
}
