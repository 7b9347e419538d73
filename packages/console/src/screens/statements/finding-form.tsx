import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { findingTextWords, statementWords } from '../../../../platform/src/core/messages/index.ts'
import { caseKey } from '../../api/queries.ts'
import type { ApprovalRequestShape, FindingShape, TenantFindingsShape } from '../../api/shapes.ts'
import { fileDigest } from '../../parts/file-digest.ts'
import { formText } from '../../parts/form-text.ts'
import { localTime } from '../../parts/local-time.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { TimeField } from '../../parts/time-field.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { askedRequest } from '../approvals/approval-queries.ts'
import { findingWords } from './finding-words.ts'

type Verdict = FindingShape['verdict']
const harms = ['encryption', 'access', 'exfiltration', 'deletion', 'loss'] as const
const verdicts = ['undetermined', 'possible', 'confirmed', 'excluded'] as const

interface FindingFormProps {
  readonly caseId: string
  readonly data: TenantFindingsShape
  readonly sign: (request: ApprovalRequestShape) => void
}

/** One finding: the question, the verdict, and what that verdict needs. It goes on to the signature. */
export function FindingForm({ caseId, data, sign }: FindingFormProps) {
  const words = useWords(findingWords)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const [service, setService] = useState(data.services[0]?.id ?? '')
  const [verdict, setVerdict] = useState<Verdict>('undetermined')
  const { harm: harmWords, answer, dataClass } = statementWords[language]
  const ask = useMutation({
    mutationFn: async (form: FormData) => {
      const body = await bodyOf(form, { tenant: data.tenant, service, verdict, words })
      return askedRequest(caseId, '/findings', body)
    },
    onSuccess: async (request) => {
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
      // Whoever may ask but not sign it finds it waiting above.
      if (request.yours.roles.length > 0) sign(request)
    },
  })
  return (
    <details>
      <summary>{words.state}</summary>
      <p className="quiet">{words.stateNote}</p>
      <form
        className="say-form"
        onSubmit={(event) => {
          event.preventDefault()
          ask.mutate(new FormData(event.currentTarget))
        }}
      >
        <label>
          {words.service}
          <select value={service} onChange={({ target }) => setService(target.value)}>
            {data.services.map(({ id, name }) => (
              <option key={id} value={id}>
                {name[language]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.data}
          <select name="data" key={service}>
            <option value="all">{findingTextWords[language].all}</option>
            {data.services
              .find(({ id }) => id === service)
              ?.data.map(({ id }) => (
                <option key={id} value={id}>
                  {dataClass(id)}
                </option>
              ))}
          </select>
        </label>
        <label>
          {words.question}
          <select name="harm">
            {harms.map((one) => (
              <option key={one} value={one}>
                {harmWords[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.verdict}
          <select
            value={verdict}
            onChange={({ target }) =>
              setVerdict(verdicts.find((one) => one === target.value) ?? 'undetermined')
            }
          >
            {verdicts.map((one) => (
              <option key={one} value={one}>
                {answer[one]}
              </option>
            ))}
          </select>
          <span className="quiet" aria-live="polite">
            {words.verdictNotes[verdict]}
          </span>
        </label>
        <label>
          {words.about}
          <select name="about">
            <option value="one">{words.aboutOne}</option>
            <option value="all">{words.aboutAll}</option>
          </select>
        </label>
        <Reasons verdict={verdict} />
        <TimeField name="asOf" label={words.asOf} />
        <label>
          {words.files}
          <input type="file" name="evidence" multiple required={verdict === 'excluded'} />
          <span className="quiet">{words.filesNote}</span>
        </label>
        {ask.error !== null && <ProblemNote error={ask.error} />}
        <div className="buttons">
          <button disabled={ask.isPending || service === ''}>{words.toSign}</button>
        </div>
      </form>
    </details>
  )
}

/** What a verdict needs, and what it may have. */
function Reasons({ verdict }: { verdict: Verdict }) {
  const words = useWords(findingWords)
  const isUndetermined = verdict === 'undetermined'
  const text = (name: string, label: string, lang: 'de' | 'en', required: boolean) => (
    <label key={name}>
      {label}
      <textarea name={name} rows={2} maxLength={2000} lang={lang} required={required} />
    </label>
  )
  const amount = (name: string, label: string) => (
    <label key={name}>
      {label}
      <input
        name={name}
        inputMode="numeric"
        pattern="[0-9]{1,15}"
        title={words.wrongCount}
        required={verdict === 'possible'}
        autoComplete="off"
      />
    </label>
  )
  return (
    <>
      {verdict !== 'excluded' && [
        text('gapsDe', words.gapsDe, 'de', isUndetermined),
        text('gapsEn', words.gapsEn, 'en', isUndetermined),
      ]}
      {[
        text('groundsDe', words.groundsDe, 'de', !isUndetermined),
        text('groundsEn', words.groundsEn, 'en', !isUndetermined),
      ]}
      {(verdict === 'possible' || verdict === 'confirmed') && [
        amount('atLeast', words.atLeast),
        amount('atMost', words.atMost),
      ]}
      {(verdict === 'possible' || verdict === 'confirmed') && (
        <>
          <TimeField name="from" label={words.from} />
          <TimeField name="to" label={words.to} />
        </>
      )}
    </>
  )
}

/** What the API takes; fields that stay empty are not there, and it says what is missing. */
async function bodyOf(
  form: FormData,
  {
    tenant,
    service,
    verdict,
    words: { halfPeriod, halfAmount },
  }: {
    readonly tenant: string
    readonly service: string
    readonly verdict: Verdict
    readonly words: Readonly<Record<'halfPeriod' | 'halfAmount', string>>
  },
): Promise<object> {
  const both = (name: string) => {
    const [de, en] = [formText(form, `${name}De`), formText(form, `${name}En`)]
    return de === '' && en === '' ? {} : { [name]: { de, en } }
  }
  const [atLeast, atMost] = [formText(form, 'atLeast'), formText(form, 'atMost')]
  const [from, to] = [localTime(formText(form, 'from')), localTime(formText(form, 'to'))]
  // What somebody typed is never left out unsaid: the letter would say less than they know.
  if ((from === undefined) !== (to === undefined)) throw new Error(halfPeriod)
  if (atLeast !== '' && atMost === '') throw new Error(halfAmount)
  const files = form.getAll('evidence').filter((one) => one instanceof File && one.size > 0)
  return {
    tenants: formText(form, 'about') === 'all' ? 'affected' : [tenant],
    service,
    data: formText(form, 'data'),
    harm: formText(form, 'harm'),
    verdict,
    ...both('grounds'),
    ...both('gaps'),
    ...(atMost !== '' && {
      bytes: { atLeast: Number(atLeast === '' ? 0 : atLeast), atMost: Number(atMost) },
    }),
    ...(from !== undefined &&
      to !== undefined && { period: { from: from.toISOString(), to: to.toISOString() } }),
    evidence: await Promise.all(files.map((file) => fileDigest(file as File))),
    asOf: (localTime(formText(form, 'asOf')) ?? new Date()).toISOString(),
  }
}
