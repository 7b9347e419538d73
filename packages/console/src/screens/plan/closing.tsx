import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { closingFigures } from '../../../../platform/src/core/messages/index.ts'
import { caseKey, casePath, caseQuery, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { ClosingShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { localTime } from '../../parts/local-time.ts'
import { Moment } from '../../parts/moment.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { TimeField } from '../../parts/time-field.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { closingWords } from './closing-words.ts'

/** What stands by name; the rest is counted. */
const named = 5

/** What has to hold before the case ends, the date of the review, and the end itself. */
export function Closing({ caseId }: { caseId: string }) {
  const words = useWords(closingWords)
  const { language } = useLanguage()
  const { data: closing } = useQuery(caseQuery<ClosingShape>(caseId, '/closing'))
  const { data: me } = useQuery(meQuery)
  if (closing === undefined) return null
  const mayClose = me?.permissions.some((one) => one === 'close') === true
  const isOpen = closing.criteria.some(({ openCount }) => openCount > 0) || closing.review === null
  return (
    <section aria-labelledby="closing" className="closing">
      <h2 id="closing">{words.title}</h2>
      {closing.closed && <StateMark tone="good">{words.closed}</StateMark>}
      <ul className="plain-list">
        {closing.criteria.map(({ name, open, openCount }) => (
          <li key={name.en}>
            <StateMark tone={openCount === 0 ? 'good' : 'unknown'}>{name[language]}</StateMark>
            {openCount > 0 && (
              <span className="quiet">
                {' '}
                {open.slice(0, named).join(', ')}
                {openCount > named && ` ${words.more(openCount - named)}`}
              </span>
            )}
          </li>
        ))}
        <li>
          <StateMark tone={closing.review === null ? 'unknown' : 'good'}>{words.review}</StateMark>
          {closing.review !== null && (
            <span className="quiet">
              {' '}
              {words.until} <Moment at={closing.review.until} />, {closing.review.person}
            </span>
          )}
        </li>
      </ul>
      <p>{closingFigures(language, closing.reached, closing.inquiries)}</p>
      {mayClose && !closing.closed && <ReviewForm caseId={caseId} />}
      {mayClose && !closing.closed && !isOpen && <CloseButton caseId={caseId} seq={closing.seq} />}
    </section>
  )
}

function ReviewForm({ caseId }: { caseId: string }) {
  const words = useWords(closingWords)
  const queries = useQueryClient()
  const set = useMutation({
    mutationFn: (form: FormData) =>
      postJson(
        `${casePath(caseId)}/review`,
        { until: localTime(formText(form, 'until'))?.toISOString() },
        { 'Idempotency-Key': crypto.randomUUID() },
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault()
        set.mutate(new FormData(event.currentTarget))
      }}
    >
      <TimeField name="until" label={words.reviewUntil} required />
      <button disabled={set.isPending}>{words.setReview}</button>
      {set.error !== null && <ProblemNote error={set.error} />}
    </form>
  )
}

/** A case that is closed takes nothing more: asked for once more before. */
function CloseButton({ caseId, seq }: { caseId: string; seq: number }) {
  const words = useWords(closingWords)
  const queries = useQueryClient()
  const close = useMutation({
    mutationFn: () =>
      postJson(
        `${casePath(caseId)}/commands/close`,
        {},
        { 'Idempotency-Key': crypto.randomUUID(), 'If-Match': `"${seq}"` },
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  return (
    <details>
      <summary>{words.end}</summary>
      <p>{words.endNote}</p>
      <button type="button" disabled={close.isPending} onClick={() => close.mutate()}>
        {words.endNow}
      </button>
      {close.error !== null && <ProblemNote error={close.error} />}
    </details>
  )
}
