import { useMutation, useQueryClient } from '@tanstack/react-query'

import { caseKey } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { InquiryAnswerShape, InquiryShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { Moment } from '../../parts/moment.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark, type Tone } from '../../parts/state-mark.tsx'
import { useWords } from '../../words/language.tsx'
import { lawWords } from './law-words.ts'

const reasons = ['complexity', 'number'] as const
const tones: Readonly<Record<NonNullable<InquiryShape['law']>['state'], Tone>> = {
  running: 'busy',
  approaching: 'warn',
  missed: 'bad',
  met: 'good',
  notApplicable: 'unknown',
}

interface LawClockProps {
  readonly caseId: string
  readonly inquiry: InquiryShape
  readonly answers: readonly InquiryAnswerShape[]
  readonly mayAnswer: boolean
}

/** Until when the law lets us answer a data subject, and the way to tell the person that it takes longer. */
export function LawClock({ caseId, inquiry, answers, mayAnswer }: LawClockProps) {
  const words = useWords(lawWords)
  const queries = useQueryClient()
  const extend = useMutation({
    mutationFn: (form: FormData) =>
      postJson<{ by: 'mail' | 'phone' }>(`/api/inquiries/${inquiry.reference}/extension`, {
        answer: formText(form, 'told'),
        because: formText(form, 'because'),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  const { law, extendedBecause, state } = inquiry
  if (law === undefined) return null
  const isOpen = state === 'open' && (law.state === 'running' || law.state === 'approaching')
  return (
    <div>
      <p>
        <StateMark tone={tones[law.state]}>{law.late ? words.late : words.states[law.state]}</StateMark>{' '}
        {words.law} <Moment at={law.due} isDue={law.state !== 'met'} />
        {law.extended && extendedBecause !== undefined && (
          <span className="quiet"> · {words.extended(words.reasons[extendedBecause])}</span>
        )}
      </p>
      {extend.data !== undefined && (
        <p role="status">{extend.data.by === 'mail' ? words.byMail : words.byPhone}</p>
      )}
      {isOpen && !law.extended && mayAnswer && (
        <details>
          <summary>{words.extend}</summary>
          <form
            className="inline-form"
            onSubmit={(event) => {
              event.preventDefault()
              extend.mutate(new FormData(event.currentTarget))
            }}
          >
            <p className="quiet">
              {words.tellBy} <Moment at={law.tellBy} isDue />
            </p>
            <label>
              {words.because}
              <select name="because" required defaultValue="">
                <option value="" disabled />
                {reasons.map((one) => (
                  <option key={one} value={one}>
                    {words.reasons[one]}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {words.extendWith}
              <select name="told" required defaultValue="">
                <option value="" disabled />
                {answers
                  .filter(({ approvedBy }) => approvedBy !== undefined)
                  .map(({ id, title }) => (
                    <option key={id} value={id}>
                      {title}
                    </option>
                  ))}
              </select>
            </label>
            <button disabled={extend.isPending}>{words.extend}</button>
          </form>
          {extend.error !== null && <ProblemNote error={extend.error} />}
        </details>
      )}
    </div>
  )
}
