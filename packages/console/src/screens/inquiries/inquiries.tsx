import { useQuery } from '@tanstack/react-query'

import { ApiProblem } from '../../api/problem.ts'
import type { InquiryAnswerShape, InquiryShape } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { moveByKey } from '../../parts/row-keys.ts'
import { textOf, useSearchState } from '../../parts/search-state.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTitle } from '../../parts/title.ts'
import { useWords } from '../../words/language.tsx'
import { Answers } from './answers.tsx'
import { Clusters } from './clusters.tsx'
import './inquiries.css'
import { inquiriesWords } from './inquiries-words.ts'
import { answersQuery, inquiriesQuery } from './inquiry-queries.ts'
import { InquiryCard } from './inquiry-card.tsx'
import { Spoken } from './spoken.tsx'

const states = ['open', 'answered', 'solved', 'set-aside', 'unconfirmed'] as const
type State = (typeof states)[number]

const none: readonly InquiryAnswerShape[] = []

/** What strangers and customers ask, the most urgent first, and what they were promised. */
export default function Inquiries({ caseId }: ScreenProps) {
  const words = useWords(inquiriesWords)
  useTitle(words.title)
  const [{ state }, change] = useSearchState(stateOf)
  const { data, error } = useQuery(inquiriesQuery(caseId, state))
  const answers = useQuery(answersQuery(caseId))
  if (error instanceof ApiProblem && error.status === 403) {
    return (
      <>
        <h1>{words.title}</h1>
        <p className="quiet">{words.forbidden}</p>
      </>
    )
  }
  return (
    <div className="inquiries">
      <div className="screen-head">
        <h1>{words.title}</h1>
        {data !== undefined && (
          <p>
            <StateMark tone={data.figures.overdue > 0 ? 'bad' : 'good'}>
              {words.overdue(data.figures.overdue)}
            </StateMark>{' '}
            <span className="quiet">
              {words.figures(data.figures.open, data.figures.received, data.figures.breaches)}
            </span>
          </p>
        )}
      </div>
      {error !== null && <ProblemNote error={error} />}
      <Spoken caseId={caseId} />
      <div className="filters">
        <label>
          {words.show}
          <select
            value={state}
            onChange={({ target }) => change({ state: stateOf({ state: target.value }).state })}
          >
            {states.map((each) => (
              <option key={each} value={each}>
                {words.states[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {data?.inquiries.length === 0 && <p className="quiet">{words.nothing}</p>}
      <div className="inquiries" onKeyDown={moveByKey}>
        {data?.inquiries.map((inquiry: InquiryShape) => (
          <InquiryCard
            key={inquiry.reference}
            caseId={caseId}
            inquiry={inquiry}
            answers={answers.data?.answers ?? none}
          />
        ))}
      </div>
      <Clusters caseId={caseId} />
      <Answers caseId={caseId} answers={answers.data?.answers ?? none} />
    </div>
  )
}

function stateOf(search: Readonly<Record<string, unknown>>): { state: State } {
  return { state: states.find((one) => one === textOf(search['state'])) ?? 'open' }
}
