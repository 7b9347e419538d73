import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { caseQuery, meQuery } from '../../api/queries.ts'
import type { ApprovalRequestShape, FactFieldShape, FactHistoryShape } from '../../api/shapes.ts'
import { Moment } from '../../parts/moment.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { AnswerForm } from './answer-form.tsx'
import { factsWords } from './facts-words.ts'
import { TakeBack } from './take-back.tsx'

interface FactCardProps {
  readonly caseId: string
  readonly row: FactFieldShape
  readonly scope: string
  readonly isAsked: boolean
  readonly sign: (request: ApprovalRequestShape) => void
}

/** One question: the answer that holds, all that was ever said, and the form to answer. */
export function FactCard({ caseId, row, scope, isAsked, sign }: FactCardProps) {
  const words = useWords(factsWords)
  const { language } = useLanguage()
  const { data: me } = useQuery(meQuery)
  const [isOpen, setOpen] = useState(isAsked)
  const { field, title, answer, from, hint, roles } = row
  const isPeoples = from === 'people'
  const mayAnswer = me?.roles.some((role) => roles.includes(role)) === true
  return (
    <article className="block fact" aria-label={field}>
      <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary data-row>
          <strong>{title[language]}</strong> <span className="quiet">{field}</span>
          <span className="fact-answer">
            {answer === null ? (
              <StateMark tone={row.scope && isPeoples ? 'warn' : 'unknown'}>{words.unanswered}</StateMark>
            ) : (
              <span className="fact-value">{answer.value[language]}</span>
            )}
            {answer?.estimate === true && <span className="quiet">{words.estimate}</span>}
            {answer?.keyRevoked === true && <StateMark tone="bad">{words.keyRevoked}</StateMark>}
            {row.request !== null && <StateMark tone="busy">{words.waits}</StateMark>}
          </span>
        </summary>
        {answer !== null && (
          <p className="quiet">
            {answer.source}
            {answer.person !== null && `, ${answer.person}`} · {words.confidences[answer.confidence]} ·{' '}
            {words.asOf} <Moment at={answer.asOf} />
          </p>
        )}
        {hint !== null && <p>{hint[language]}</p>}
        {field.startsWith('claim.') && <p>{words.claims}</p>}
        {!isPeoples && !field.startsWith('claim.') && <p className="quiet">{words.from[from]}</p>}
        {isPeoples && (
          <p className="quiet">{words.whoMay(roles.map((role) => roleName(role, language)).join(', '))}</p>
        )}
        {isPeoples && !row.scope && <p>{scope === 'all' ? words.elsewhere.all : words.elsewhere.own}</p>}
        {row.request !== null && (
          <p>
            <a href={`/cases/${encodeURIComponent(caseId)}/approvals`}>{words.waits}</a>
          </p>
        )}
        {isOpen && row.stated > 0 && (
          <History caseId={caseId} row={row} scope={scope} mayAnswer={mayAnswer} sign={sign} />
        )}
        {isOpen && isPeoples && row.scope && mayAnswer && (
          <AnswerForm key={answer?.id ?? ''} caseId={caseId} row={row} scope={scope} sign={sign} />
        )}
        {isPeoples && row.scope && !mayAnswer && <p className="quiet">{words.notYours}</p>}
      </details>
    </article>
  )
}

interface HistoryProps extends Omit<FactCardProps, 'isAsked'> {
  readonly mayAnswer: boolean
}

function History({ caseId, row, scope, mayAnswer, sign }: HistoryProps) {
  const words = useWords(factsWords)
  const { language } = useLanguage()
  const { data } = useQuery(
    caseQuery<FactHistoryShape>(
      caseId,
      `/facts/${encodeURIComponent(row.field)}?scope=${encodeURIComponent(scope)}`,
    ),
  )
  return (
    <details>
      <summary>{words.history(row.stated)}</summary>
      <ul>
        {data?.facts.map(({ id, value, person, role, asOf, source, evidence, fate, why, statedAt }) => (
          <li key={id ?? statedAt}>
            <StateMark tone={fate === 'holds' ? 'good' : 'unknown'}>{words.fates[fate]}</StateMark>{' '}
            <span className="fact-value">{value[language]}</span>
            <br />
            <span className="quiet">
              {words.by(person ?? '', role)}, {source}, {words.asOf} <Moment at={asOf} />
              {why !== null && ` · ${why}`}
            </span>
            {evidence.length > 0 && (
              <>
                <br />
                <span className="quiet">
                  {words.rests} <span className="mono breakable">{evidence.join(', ')}</span>
                </span>
              </>
            )}
            {fate === 'holds' && mayAnswer && id !== null && (
              <TakeBack caseId={caseId} field={row.field} fact={id} sign={sign} />
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}
