import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useRef } from 'react'

import { noticeWords } from '../../../../platform/src/core/messages/index.ts'
import { caseKey, casePath } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { CallBoardShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { Moment } from '../../parts/moment.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { callsWords } from './calls-words.ts'

type Call = CallBoardShape['calls'][number]
type Outcome = Call['call']['tries'][number]['outcome']

function causeName(because: string, language: 'de' | 'en'): string {
  const { causes } = noticeWords[language].sheet
  return Object.hasOwn(causes, because) ? causes[because as keyof typeof causes] : because
}

/** In the order of the keys 1 to 4; being reached takes the code. */
const withoutCode: readonly Outcome[] = ['voicemail', 'callback', 'wrong', 'refused']

/**
 * One call: number, what is said, the code, what came of it. On a focused card the keys 1 to 4 go to an outcome and
 * Enter records it; `c` goes to the code.
 */
export function CallCard({ caseId, call }: { caseId: string; call: Call }) {
  const words = useWords(callsWords)
  const { language } = useLanguage()
  const title = useId()
  const buttons = useRef<HTMLDivElement>(null)
  const code = useRef<HTMLInputElement>(null)
  const queries = useQueryClient()
  const record = useMutation({
    mutationFn: (said: { outcome: Outcome; code?: string }) =>
      postJson(
        `${casePath(caseId)}/calls`,
        {
          notice: call.notice,
          recipient: call.recipient,
          calledAt: new Date().toISOString(),
          ...said,
        },
        { 'Idempotency-Key': crypto.randomUUID() },
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  return (
    <article
      className="block call"
      aria-labelledby={title}
      tabIndex={-1}
      data-row
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
        if (event.key === 'c') code.current?.focus()
        else if (/^[1-4]$/.test(event.key))
          buttons.current?.querySelectorAll('button')[Number(event.key) - 1]?.focus()
        else return
        event.preventDefault()
      }}
    >
      <header className="screen-head">
        <h2 id={title}>
          {call.tenantName}: {call.name === '' ? words.nobody : call.name}
        </h2>
        {call.isFirstOfTenant && <StateMark tone="warn">{words.first}</StateMark>}
      </header>
      <dl className="facts">
        <div>
          <dt>{words.phone}</dt>
          <dd>
            {call.phones.length === 0
              ? words.noPhone
              : call.phones.map((phone) => (
                  <a key={phone} className="phone" href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
                    {phone}
                  </a>
                ))}
          </dd>
        </div>
        <div>
          <dt>{words.why}</dt>
          <dd>
            {causeName(call.call.because, language)}, <Moment at={call.call.since} />
          </dd>
        </div>
        <div>
          <dt>{words.code}</dt>
          <dd className="mono code">{call.code ?? words.noCode}</dd>
        </div>
      </dl>
      {call.call.tries.length > 0 && (
        <ul className="quiet">
          {call.call.tries.map(({ outcome, caller, calledAt }) => (
            <li key={`${calledAt} ${outcome}`}>
              {words.outcomes[outcome]}, {caller}, <Moment at={calledAt} />
            </li>
          ))}
        </ul>
      )}
      {call.script.length > 0 && (
        <details>
          <summary>{words.script}</summary>
          <ol className="script" lang={call.language}>
            {call.script.map((line, at) => (
              // The mark of an exercise stands above and below.
              <li key={`${at} ${line}`}>{line}</li>
            ))}
          </ol>
        </details>
      )}
      <form
        className="inline-form"
        onSubmit={(event) => {
          event.preventDefault()
          record.mutate({ outcome: 'reached', code: formText(new FormData(event.currentTarget), 'code') })
        }}
      >
        <label>
          {words.readBack}
          <input ref={code} name="code" required maxLength={40} autoComplete="off" spellCheck={false} />
        </label>
        <button disabled={record.isPending}>{words.outcomes.reached}</button>
      </form>
      <div className="buttons" ref={buttons}>
        {withoutCode.map((outcome) => (
          <button
            key={outcome}
            type="button"
            className="plain"
            disabled={record.isPending}
            onClick={() => record.mutate({ outcome })}
          >
            {words.outcomes[outcome]}
          </button>
        ))}
      </div>
      {record.error !== null && <ProblemNote error={record.error} />}
    </article>
  )
}
