import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { caseKey } from '../../api/queries.ts'
import type { JobShown } from '../../api/shapes.ts'
import { CsvButton } from '../../parts/csv-button.tsx'
import { Complaint } from '../../parts/complaint.tsx'
import { Moment } from '../../parts/moment.tsx'
import { StateMark, type Tone } from '../../parts/state-mark.tsx'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { cancelJob, isOpen } from './job-queries.ts'
import { JobResult } from './job-result.tsx'
import { JobProgress } from './job-progress.tsx'
import { jobKindWords, jobsWords } from './jobs-words.ts'

interface JobListProps {
  readonly caseId: string
  readonly jobs: readonly JobShown[]
  readonly mayCancel: boolean
}

const tones: Readonly<Record<JobShown['state'], Tone>> = {
  waiting: 'busy',
  running: 'busy',
  done: 'good',
  failed: 'bad',
  cancelled: 'unknown',
}

export function JobList({ caseId, jobs, mayCancel }: JobListProps) {
  const words = useWords(jobsWords)
  return (
    <section aria-labelledby="jobs-title">
      <h2 id="jobs-title">
        {words.list} ({jobs.length})
      </h2>
      {jobs.length === 0 && <p>{words.none}</p>}
      {jobs.length > 0 && (
        <div className="filters">
          <CsvButton name={`${caseId}-work`} rows={() => jobRows(jobs)} />
        </div>
      )}
      <ul className="cards">
        {jobs.map((job) => (
          <li key={job.id}>
            <JobCard caseId={caseId} job={job} mayCancel={mayCancel} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function JobCard({ caseId, job, mayCancel }: { caseId: string; job: JobShown; mayCancel: boolean }) {
  const words = useWords(jobsWords)
  const names = useWords(jobKindWords)
  const { language } = useLanguage()
  const { state, result, tries } = job
  const failure = language === 'de' ? job.failure?.german : job.failure
  const nameOf = useTenantNames()
  const unit = job.unit === undefined ? words.all : nameOf(job.unit)
  return (
    <article className="block job">
      <header>
        <h3>
          {names.kinds[job.kind]} · {unit}
        </h3>
        <StateMark tone={tones[state]}>{names.states[state]}</StateMark>
        {isOpen(job) && mayCancel && <CancelButton caseId={caseId} job={job} />}
      </header>
      <p className="quiet">
        {words.by} {job.askedBy}, <Moment at={job.askedAt} />
        {tries > 1 && ` · ${words.tries(tries)}`}
      </p>
      {job.counters !== undefined && isOpen(job) && <JobProgress counters={job.counters} />}
      {failure !== undefined && (
        <div className="complaint">
          <p>{failure.message}</p>
          <p>{failure.hint}</p>
          {failure.missing !== undefined && (
            <ul>
              {failure.missing.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      {result !== undefined && <JobResult result={result} />}
    </article>
  )
}

/** Asks back with what is stopped; a slip stops nothing. */
function CancelButton({ caseId, job }: { caseId: string; job: JobShown }) {
  const words = useWords(jobsWords)
  const names = useWords(jobKindWords)
  const queries = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>()
  const cancel = async (): Promise<void> => {
    try {
      await cancelJob(caseId, job.id)
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
      setAsking(false)
    } catch (failure) {
      setError(failure)
    }
  }
  if (!isAsking) {
    return (
      <button type="button" className="plain" onClick={() => setAsking(true)}>
        {words.cancel} …
      </button>
    )
  }
  return (
    <div className="buttons">
      <span>{words.cancelWhat(names.kinds[job.kind], job.unit ?? words.all)}</span>
      <button type="button" onClick={() => void cancel()}>
        {words.cancel}
      </button>
      <button type="button" className="plain" onClick={() => setAsking(false)}>
        {words.keep}
      </button>
      {error !== undefined && <Complaint title={words.cancel} error={error} />}
    </div>
  )
}

function jobRows(jobs: readonly JobShown[]): (string | number | null)[][] {
  return [
    ['job', 'kind', 'unit', 'state', 'askedBy', 'askedAt', 'tries', 'failure', 'result'],
    ...jobs.map(({ id, kind, unit, state, askedBy, askedAt, tries, failure, result }) => [
      id,
      kind,
      unit ?? null,
      state,
      askedBy,
      askedAt,
      tries,
      failure?.message ?? null,
      result === undefined ? null : JSON.stringify(result),
    ]),
  ]
}
