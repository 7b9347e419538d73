import { useQuery } from '@tanstack/react-query'

import { ApiProblem } from '../../api/problem.ts'
import { caseQuery } from '../../api/queries.ts'
import type { CallBoardShape, NoticeBoardShape } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { Moment } from '../../parts/moment.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { moveByKey } from '../../parts/row-keys.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTitle } from '../../parts/title.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { CallCard } from './call-card.tsx'
import './calls.css'
import { callsWords } from './calls-words.ts'

/** Who has to be called because no mail proves that they know, and how far each notice got. */
export default function Calls({ caseId }: ScreenProps) {
  const words = useWords(callsWords)
  useTitle(words.title)
  const board = useQuery({ ...caseQuery<CallBoardShape>(caseId, '/calls?limit=50'), retry: false })
  const isForbidden = board.error instanceof ApiProblem && board.error.status === 403
  return (
    <div className="calls">
      <div className="screen-head">
        <h1>{words.title}</h1>
        {board.data !== undefined && (
          <StateMark tone={board.data.matching === 0 ? 'good' : 'warn'}>
            {words.open(board.data.matching)}
          </StateMark>
        )}
      </div>
      <Reached caseId={caseId} />
      {isForbidden ? (
        <p className="quiet">{words.forbidden}</p>
      ) : (
        board.error !== null && <ProblemNote error={board.error} />
      )}
      {board.data?.hasNumbers === false && <StateMark tone="warn">{words.noNumbers}</StateMark>}
      <div onKeyDown={moveByKey} className="calls">
        {board.data?.calls.map((call) => (
          <CallCard key={`${call.notice} ${call.recipient}`} caseId={caseId} call={call} />
        ))}
      </div>
      {board.data !== undefined && board.data.matching > board.data.calls.length && (
        <p className="quiet">{words.more(board.data.matching - board.data.calls.length)}</p>
      )}
    </div>
  )
}

/** Each notice with its figures; nobody counts twice. */
function Reached({ caseId }: { caseId: string }) {
  const words = useWords(callsWords)
  const { language } = useLanguage()
  const { data } = useQuery(caseQuery<NoticeBoardShape>(caseId, '/notices'))
  if (data === undefined) return null
  if (data.notices.length === 0) return <p className="quiet">{words.noNotice}</p>
  return (
    <div className="table-wrap" role="region" aria-label={words.notice} tabIndex={0}>
      <table className="list as-cards">
        <thead>
          <tr>
            <th>{words.notice}</th>
            <th>{words.stage}</th>
            <th className="number">{words.proved}</th>
            <th className="number">{words.underway}</th>
            <th className="number">{words.calls}</th>
            <th className="number">{words.tenants}</th>
          </tr>
        </thead>
        <tbody>
          {data.notices.map((notice) => (
            <tr key={notice.notice}>
              <td>
                {notice.subject[language]} <span className="quiet">{notice.notice}</span>
              </td>
              <td data-label={words.stage}>
                {words.stages[notice.stage]} {notice.sentAt !== null && <Moment at={notice.sentAt} />}
              </td>
              <td data-label={words.proved} className="number">
                {words.of(notice.proved, notice.recipients)}
              </td>
              <td data-label={words.underway} className="number">
                {notice.underway}
              </td>
              <td data-label={words.calls} className="number">
                {notice.calls}
              </td>
              <td data-label={words.tenants} className="number">
                {notice.tenantsWithoutProof}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
