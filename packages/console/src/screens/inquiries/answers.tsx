import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { caseKey, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { InquiryAnswerShape } from '../../api/shapes.ts'
import { BothLanguages } from '../../parts/both-languages.tsx'
import { formText } from '../../parts/form-text.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../words/language.tsx'
import { inquiriesWords } from './inquiries-words.ts'

/** Answers are written once, approved once by somebody else, and used again and again. */
export function Answers({ caseId, answers }: { caseId: string; answers: readonly InquiryAnswerShape[] }) {
  const words = useWords(inquiriesWords)
  const { data: me } = useQuery(meQuery)
  const may = (permission: 'answerInquiries' | 'approveAnswers') =>
    me?.permissions.some((one) => one === permission) === true
  return (
    <section aria-labelledby="answers" className="inquiries">
      <h2 id="answers">{words.answers}</h2>
      {answers.length === 0 && <p className="quiet">{words.noAnswers}</p>}
      {answers.map((answer) => (
        <details key={answer.id} className="block">
          <summary>
            {answer.title}{' '}
            <StateMark tone={answer.approvedBy === undefined ? 'warn' : 'good'}>
              {answer.approvedBy === undefined ? words.notApproved : words.approvedBy(answer.approvedBy)}
            </StateMark>
          </summary>
          <BothLanguages text={answer} />
          {answer.approvedBy === undefined && may('approveAnswers') && me?.name !== answer.writtenBy && (
            <Approve caseId={caseId} answer={answer} />
          )}
        </details>
      ))}
      {may('answerInquiries') && <Write caseId={caseId} />}
    </section>
  )
}

function Approve({ caseId, answer: { id, hash } }: { caseId: string; answer: InquiryAnswerShape }) {
  const words = useWords(inquiriesWords)
  const queries = useQueryClient()
  const approve = useMutation({
    mutationFn: () => postJson(`/api/inquiry-answers/${encodeURIComponent(id)}/approval`, { hash }),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  return (
    <>
      <button type="button" disabled={approve.isPending} onClick={() => approve.mutate()}>
        {words.approve}
      </button>
      {approve.error !== null && <ProblemNote error={approve.error} />}
    </>
  )
}

function Write({ caseId }: { caseId: string }) {
  const words = useWords(inquiriesWords)
  const queries = useQueryClient()
  const write = useMutation({
    mutationFn: (body: object) => postJson('/api/inquiry-answers', body),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  return (
    <details className="block">
      <summary>{words.write}</summary>
      <form
        className="say-form"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          write.mutate({
            id: formText(form, 'id'),
            title: formText(form, 'title'),
            de: formText(form, 'de'),
            en: formText(form, 'en'),
            tenantSpecific: form.get('tenantSpecific') !== null,
          })
        }}
      >
        <label>
          {words.id}
          <input name="id" required maxLength={64} pattern="[a-z0-9][a-z0-9.-]*" autoComplete="off" />
        </label>
        <label>
          {words.titleOf}
          <input name="title" required maxLength={200} autoComplete="off" />
        </label>
        <label>
          {words.german}
          <textarea name="de" lang="de" required rows={4} maxLength={8000} />
        </label>
        <label>
          {words.english}
          <textarea name="en" lang="en" required rows={4} maxLength={8000} />
        </label>
        <label className="choice">
          <input type="checkbox" name="tenantSpecific" /> {words.tenantSpecific}
        </label>
        {write.error !== null && <ProblemNote error={write.error} />}
        <div className="buttons">
          <button disabled={write.isPending}>{words.keep}</button>
        </div>
      </form>
    </details>
  )
}
