import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { caseKey, casePath, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { DraftedLettersShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { localTime } from '../../parts/local-time.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { TimeField } from '../../parts/time-field.tsx'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { draftWords } from './draft-words.ts'

type Draft = DraftedLettersShape['drafts'][number]

interface Terms {
  readonly nextBy: string
  readonly renew: boolean
  readonly tenants?: readonly string[]
}

/** What was looked at, or drafted, so far. */
interface Run {
  readonly kind: 'look' | 'draft'
  readonly terms: Terms
  readonly drafts: readonly Draft[]
  readonly unchanged: number
  readonly looked: number
  readonly of: number
  readonly isOver: boolean
}

const promises = [24, 48, 72] as const
const shownDrafts = 25

/** Drafts one letter, or all of which something new is known: first as a dry run, then for good, some at a time. */
export function DraftLetters({ caseId, tenant }: { caseId: string; tenant?: string }) {
  const words = useWords(draftWords)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const [within, setWithin] = useState<string>('48')
  const [run, setRun] = useState<Run>()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  if (me?.permissions.some((one) => one === 'draftStatements') !== true) return null

  const go = async (kind: Run['kind'], terms: Terms): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      for await (const step of steps(caseId, kind, terms)) setRun(step)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
      if (kind === 'draft') await queries.invalidateQueries({ queryKey: caseKey(caseId) })
    }
  }
  return (
    <details className="block draft-letters">
      <summary>{tenant === undefined ? words.title : words.titleOne}</summary>
      <p className="quiet">{words.lead}</p>
      <form
        className="say-form"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const typed = within === '' ? localTime(formText(form, 'nextBy')) : undefined
          const nextBy = typed ?? new Date(Date.now() + Number(within) * 3_600_000)
          const renew = form.get('renew') !== null
          void go('look', {
            nextBy: nextBy.toISOString(),
            renew,
            ...(tenant !== undefined && { tenants: [tenant] }),
          })
        }}
      >
        <label>
          {words.promise}
          <select value={within} onChange={({ target }) => setWithin(target.value)}>
            {promises.map((hours) => (
              <option key={hours} value={String(hours)}>
                {words.hours(hours)}
              </option>
            ))}
            <option value="">{words.otherTime}</option>
          </select>
        </label>
        {within === '' && <TimeField name="nextBy" label={words.promiseAt} required />}
        <label className="choice">
          <input type="checkbox" name="renew" />
          {words.renew}
        </label>
        <div className="buttons">
          <button disabled={isBusy}>{words.look}</button>
        </div>
      </form>
      <div role="status">{run !== undefined && <Outcome run={run} isBusy={isBusy} />}</div>
      {error !== undefined && <ProblemNote error={error} />}
      {error !== undefined && run?.kind === 'draft' && <p>{words.goOn}</p>}
      {run !== undefined && run.drafts.length > 0 && !(run.kind === 'draft' && run.isOver) && (
        <p className="buttons">
          <button
            type="button"
            disabled={isBusy || (run.kind === 'look' && !run.isOver)}
            onClick={() => void go('draft', run.terms)}
          >
            {words.draft(count(run.drafts.length, language))}
          </button>
        </p>
      )}
      {run?.kind === 'look' && run.drafts.length > 0 && (
        <Planned drafts={run.drafts} isOne={tenant !== undefined} />
      )}
    </details>
  )
}

/** Calls until the server has nothing left; what was answered before is kept beside. */
async function* steps(caseId: string, kind: Run['kind'], terms: Terms): AsyncGenerator<Run> {
  let run: Run = { kind, terms, drafts: [], unchanged: 0, looked: 0, of: 0, isOver: false }
  let after: string | null = null
  do {
    const part: DraftedLettersShape = await postJson<DraftedLettersShape>(
      `${casePath(caseId)}/statements/drafts`,
      { ...terms, dryRun: kind === 'look', ...(after !== null && { after }) },
      { 'Idempotency-Key': crypto.randomUUID() },
    )
    after = part.next
    run = {
      ...run,
      drafts: [...run.drafts, ...part.drafts],
      unchanged: run.unchanged + part.unchanged,
      looked: part.looked,
      of: part.of,
      isOver: after === null,
    }
    yield run
  } while (after !== null)
}

function Outcome({ run, isBusy }: { run: Run; isBusy: boolean }) {
  const words = useWords(draftWords)
  const { language } = useLanguage()
  const { kind, drafts, unchanged, looked, of, isOver } = run
  const number = (value: number): string => count(value, language)
  if (!isOver) {
    return isBusy ? <p>{words[kind === 'look' ? 'looked' : 'made'](number(looked), number(of))}</p> : null
  }
  if (kind === 'draft') return <StateMark tone="good">{words.drafted(number(drafts.length))}</StateMark>
  if (drafts.length === 0) return <StateMark tone="good">{words.nothing}</StateMark>
  const first = drafts.filter(({ against }) => against === null).length
  const errors = drafts.filter(({ findings }) => findings.some(({ severity }) => severity === 'error')).length
  const warnings = drafts.filter(({ findings }) => findings.length > 0).length - errors
  return (
    <>
      <p>{words.plan(number(first), number(drafts.length - first), number(unchanged))}</p>
      {errors + warnings > 0 && (
        <StateMark tone={errors > 0 ? 'bad' : 'warn'}>
          {words.marks(number(errors), number(warnings))}
        </StateMark>
      )}
    </>
  )
}

/** Those first that need somebody's eyes. */
function Planned({ drafts, isOne }: { drafts: readonly Draft[]; isOne: boolean }) {
  const words = useWords(draftWords)
  const { language } = useLanguage()
  // Below the card of a customer, or of the screen itself.
  const Heading = isOne ? 'h3' : 'h2'
  const weight = ({ findings, against }: Draft): number =>
    findings.some(({ severity }) => severity === 'error') ? 0 : against === null ? 2 : 1
  const shown = drafts.toSorted((a, b) => weight(a) - weight(b)).slice(0, shownDrafts)
  return (
    <section aria-label={words.newIn}>
      <Heading>{words.newIn}</Heading>
      <ul className="planned-letters">
        {shown.map(({ tenant, name, revision, against, changes, findings }) => (
          <li key={tenant}>
            <strong>{name}</strong> <span className="quiet">{words.revision(revision, against)}</span>
            {changes[language].length + findings.length > 0 && (
              <ul>
                {findings.map(({ kind, severity, message, german }) => (
                  <li key={`${kind} ${message}`}>
                    <StateMark tone={severity === 'error' ? 'bad' : 'warn'}>
                      {language === 'de' ? german : message}
                    </StateMark>
                  </li>
                ))}
                {changes[language].map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {drafts.length > shown.length && (
        <p className="quiet">{words.more(count(drafts.length - shown.length, language))}</p>
      )}
    </section>
  )
}
