import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'

import { inquiryWords } from '../../../../platform/src/core/messages/index.ts'
import { caseKey, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { InquiryAnswerShape, InquiryShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { Moment } from '../../parts/moment.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { useServiceNames } from '../estate/service-names.ts'
import { inquiriesWords } from './inquiries-words.ts'
import { LawClock } from './law-clock.tsx'

const classes = ['question', 'data-subject', 'press', 'authority', 'security'] as const
const checks = ['known-data', 'call-back', 'portal'] as const

interface InquiryCardProps {
  readonly caseId: string
  readonly inquiry: InquiryShape
  readonly answers: readonly InquiryAnswerShape[]
}

/** One inquiry: what was asked, until when an answer was promised, and what can be done with it. */
export function InquiryCard({ caseId, inquiry, answers }: InquiryCardProps) {
  const words = useWords(inquiriesWords)
  const { language } = useLanguage()
  const nameOf = useServiceNames()
  const title = useId()
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const act = useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) =>
      postJson(`/api/inquiries/${inquiry.reference}/${path}`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  const mayAnswer = me?.permissions.some((one) => one === 'answerInquiries') === true
  const { words: written, state } = inquiry
  const isPromised = state === 'open' && inquiry.answerBy !== undefined
  return (
    <article className="block inquiry" aria-labelledby={title} tabIndex={-1} data-row>
      <header className="screen-head">
        <h2 id={title}>
          {inquiryWords[language].topics[inquiry.topic] ?? inquiry.topic}{' '}
          <span className="quiet mono">{inquiry.reference}</span>
        </h2>
        {isPromised && inquiry.answerBy !== undefined && (
          <span>
            {words.answerBy} <Moment at={inquiry.answerBy} isDue />
          </span>
        )}
      </header>
      {written === undefined ? (
        <p className="quiet">{words.deleted}</p>
      ) : (
        <>
          <blockquote lang={inquiry.language}>{written.message}</blockquote>
          <p className="quiet">
            {[
              written.name,
              written.customer ?? words.noCustomer,
              written.email,
              written.phone,
              written.callTime,
            ]
              .filter((one) => one !== undefined)
              .join(' · ')}
          </p>
        </>
      )}
      <p className="quiet">
        {words.channels[inquiry.channel]}, <Moment at={inquiry.receivedAt} />
        {inquiry.service !== undefined && ` · ${nameOf(inquiry.service)}`}
        {inquiry.identity !== undefined && ` · ${words.recognised(words.checks[inquiry.identity])}`}
        {inquiry.reopened > 0 && ` · ${words.reopened(inquiry.reopened)}`}
      </p>
      {inquiry.class === 'security' && <StateMark tone="bad">{words.attacker}</StateMark>}
      <LawClock caseId={caseId} inquiry={inquiry} answers={answers} mayAnswer={mayAnswer} />
      {mayAnswer && (
        <div className="filters">
          <label>
            {words.class}
            <select
              value={inquiry.class}
              onChange={({ target }) => act.mutate({ path: 'class', body: { class: target.value } })}
            >
              {classes.map((one) => (
                <option key={one} value={one}>
                  {words.classes[one]}
                </option>
              ))}
            </select>
          </label>
          {inquiry.identity === undefined && (
            <label>
              {words.identity}
              <select
                value=""
                onChange={({ target }) => act.mutate({ path: 'identity', body: { how: target.value } })}
              >
                <option value="">{words.notYet}</option>
                {checks.map((one) => (
                  <option key={one} value={one}>
                    {words.checks[one]}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
      )}
      {mayAnswer && state === 'open' && inquiry.class !== 'security' && (
        <form
          className="inline-form"
          onSubmit={(event) => {
            event.preventDefault()
            const answer = formText(new FormData(event.currentTarget), 'answer')
            act.mutate({ path: 'answer', body: { answer } })
          }}
        >
          <label>
            {words.answerWith}
            <select name="answer" required defaultValue="">
              <option value="" />
              {answers
                .filter(({ approvedBy }) => approvedBy !== undefined)
                .map(({ id, title: name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
            </select>
          </label>
          <button disabled={act.isPending}>{words.answer}</button>
        </form>
      )}
      {mayAnswer && state === 'answered' && (
        <div className="buttons">
          <button type="button" onClick={() => act.mutate({ path: 'solved', body: { solved: true } })}>
            {words.solved}
          </button>
          <button
            type="button"
            className="plain"
            onClick={() => act.mutate({ path: 'solved', body: { solved: false } })}
          >
            {words.notSolved}
          </button>
        </div>
      )}
      {act.error !== null && <ProblemNote error={act.error} />}
    </article>
  )
}
