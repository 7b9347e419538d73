import { useQuery } from '@tanstack/react-query'

import { ApiProblem } from '../../api/problem.ts'
import { caseQuery } from '../../api/queries.ts'
import type { StatementBoardShape, StatementRowShape } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { Moment } from '../../parts/moment.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { moveByKey } from '../../parts/row-keys.ts'
import { textOf, useSearchState } from '../../parts/search-state.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTitle } from '../../parts/title.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { AskForLetters } from './ask-for-letters.tsx'
import { DraftLetters } from './draft-letters.tsx'
import { OneStatement } from './one-statement.tsx'
import { stageTones } from './stage-tones.ts'
import '../../styles/decisions.css'
import './statements.css'
import { statementsWords } from './statements-words.ts'

const stages = ['missing', 'in review', 'approved', 'posted', 'delivered'] as const
type Stage = (typeof stages)[number]

const pageSize = 50

interface Sought {
  readonly stage: Stage | undefined
  readonly named: string
  readonly from: number
  /** The customer that is open. */
  readonly tenant: string
}

const parse = (search: Readonly<Record<string, unknown>>): Sought => ({
  stage: stages.find((one) => one === search['stage']),
  named: textOf(search['named']),
  from: Math.max(0, Math.trunc(Number(textOf(search['from'])) || 0)),
  tenant: textOf(search['tenant']),
})

/** What each customer is told: where every letter stands, and one of them with everything that is done with it. */
export default function Statements({ caseId }: ScreenProps) {
  const words = useWords(statementsWords)
  const { language } = useLanguage()
  useTitle(words.title)
  const [{ stage, named, from, tenant }, change] = useSearchState(parse)
  const query = new URLSearchParams({ offset: String(from), limit: String(pageSize), named })
  if (stage !== undefined) query.set('stage', stage)
  const board = useQuery({
    ...caseQuery<StatementBoardShape>(caseId, `/statements?${query.toString()}`),
    retry: false,
    placeholderData: (before) => before,
  })
  const { data, error } = board
  if (error instanceof ApiProblem && error.status === 403) {
    return (
      <>
        <h1>{words.title}</h1>
        <p className="quiet">{words.forbidden}</p>
      </>
    )
  }
  return (
    <div className="statements">
      <div className="screen-head">
        <h1>{words.title}</h1>
        {data !== undefined && <span role="status">{words.matching(count(data.matching, language))}</span>}
      </div>
      <p className="quiet">{words.lead}</p>
      {data?.exercise === true && <p className="quiet">{words.exercise}</p>}
      {error !== null && <ProblemNote error={error} />}
      <DraftLetters caseId={caseId} />
      {data !== undefined && data.waiting > 0 && (
        <AskForLetters caseId={caseId} note={words.waiting(data.waiting)} button={words.askAll} />
      )}
      <div className="filters">
        <label>
          {words.stage}
          <select
            value={stage ?? ''}
            onChange={({ target }) =>
              change({ stage: stages.find((one) => one === target.value), from: 0, tenant: '' })
            }
          >
            <option value="">{words.all}</option>
            {stages.map((one) => (
              <option key={one} value={one}>
                {`${words.stages[one]}${data === undefined ? '' : ` (${count(data.counts[one] ?? 0, language)})`}`}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.search}
          <input
            type="search"
            value={named}
            maxLength={100}
            onChange={({ target }) => change({ named: target.value, from: 0, tenant: '' })}
          />
        </label>
      </div>
      {tenant !== '' && (
        <OneStatement key={tenant} caseId={caseId} tenant={tenant} close={() => change({ tenant: '' })} />
      )}
      {data?.matching === 0 && <p className="quiet">{words.nothing}</p>}
      {data !== undefined && data.rows.length > 0 && (
        <>
          <p className="quiet">{words.keys}</p>
          <List rows={data.rows} open={(one) => change({ tenant: one })} />
        </>
      )}
      {data !== undefined && (from > 0 || from + pageSize < data.matching) && (
        <p className="buttons">
          {from > 0 && (
            <button type="button" onClick={() => change({ from: Math.max(0, from - pageSize) })}>
              {words.back}
            </button>
          )}
          {from + pageSize < data.matching && (
            <button type="button" onClick={() => change({ from: from + pageSize })}>
              {words.more}
            </button>
          )}
        </p>
      )}
    </div>
  )
}

function List({ rows, open }: { rows: readonly StatementRowShape[]; open: (tenant: string) => void }) {
  const words = useWords(statementsWords)
  const { language } = useLanguage()
  return (
    <div className="table-wrap" role="region" aria-label={words.title} tabIndex={0} onKeyDown={moveByKey}>
      <table className="list">
        <thead>
          <tr>
            <th>{words.customer}</th>
            <th>{words.stage}</th>
            <th className="number">{words.revision}</th>
            <th>{words.signedBy}</th>
            <th>{words.post}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.tenant}>
              <td>
                <button type="button" className="plain" data-row onClick={() => open(row.tenant)}>
                  {row.name}
                </button>
              </td>
              <td>
                <StateMark tone={stageTones[row.stage]}>{words.stages[row.stage]}</StateMark>
                {row.isOutdated && <StateMark tone="warn">{words.outdated}</StateMark>}
                {row.isPromiseOver && <StateMark tone="bad">{words.promiseOver}</StateMark>}
              </td>
              <td className="number">{row.revision === 0 ? '' : row.revision}</td>
              <td>
                {row.approvedBy
                  .map(({ person, role }) => `${person} (${roleName(role, language)})`)
                  .join(', ')}
              </td>
              <td>
                {row.posted !== null && <Moment at={row.posted.postedAt} />}
                {row.deliveredAt !== null && (
                  <>
                    {' → '}
                    <Moment at={row.deliveredAt} />
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
