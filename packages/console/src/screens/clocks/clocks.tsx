import { useSuspenseQuery } from '@tanstack/react-query'

import { caseQuery } from '../../api/queries.ts'
import type { ClockBoardShape, ClockRowShape } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { CsvButton } from '../../parts/csv-button.tsx'
import { moveByKey } from '../../parts/row-keys.ts'
import { textOf, useSearchState } from '../../parts/search-state.ts'
import { useTitle } from '../../parts/title.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { ClockLine } from './clock-line.tsx'
import { clockWords } from './clock-words.ts'

const open = ['missed', 'approaching', 'running', 'waiting'] as const
const states = [...open, 'met', 'notApplicable', 'noClock'] as const
type Shown = 'open' | 'all' | (typeof states)[number]

/** Every duty with its clock, the most pressing first. Strict times only. */
export default function Clocks({ caseId }: ScreenProps) {
  const words = useWords(clockWords)
  const { language } = useLanguage()
  useTitle(words.title)
  const { data } = useSuspenseQuery({
    ...caseQuery<ClockBoardShape>(caseId, '/clocks'),
    refetchInterval: 60_000,
  })
  const [{ show }, change] = useSearchState(shownOf)
  const rows = data.clocks.filter((row) => isShown(row, show))
  return (
    <>
      <div className="screen-head">
        <h1>{words.title}</h1>
        <p className="quiet">{words.count(count(rows.length, language))}</p>
      </div>
      <div className="filters">
        <label>
          {words.show}
          <select
            value={show}
            onChange={({ target }) => change({ show: shownOf({ show: target.value }).show })}
          >
            <option value="open">{words.open}</option>
            <option value="all">{words.all}</option>
            {states.map((state) => (
              <option key={state} value={state}>
                {words.states[state]} ({data.clocks.filter((row) => row.state === state).length})
              </option>
            ))}
          </select>
        </label>
        <CsvButton
          name={`${caseId}-clocks`}
          rows={() => [
            ['duty', 'state', 'due', 'dueBy', 'title', 'recipient', 'norm', 'tenants', 'metAt', 'proof'],
            ...rows.map((row) => [
              row.duty,
              row.state,
              row.due,
              row.dueBy,
              row.title[language],
              row.recipient[language],
              row.norm,
              row.tenantCount,
              row.metAt,
              row.proof,
            ]),
          ]}
        />
      </div>
      <div className="table-wrap" onKeyDown={moveByKey}>
        <table className="list">
          <thead>
            <tr>
              <th>{words.state}</th>
              <th>{words.due}</th>
              <th>{words.duty}</th>
              <th>{words.to}</th>
              <th>{words.basis}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ClockLine key={keyOf(row)} caseId={caseId} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="foot quiet">
        {words.draft(data.rules.slice(0, 16))}
        <br />
        {words.how} <code>npx anlauf clocks met --help</code>
      </p>
    </>
  )
}

function isShown({ state }: ClockRowShape, show: Shown): boolean {
  if (show === 'all') return true
  return show === 'open' ? open.some((each) => each === state) : state === show
}

function shownOf(search: Readonly<Record<string, unknown>>): { show: Shown } {
  const asked = textOf(search['show'])
  return { show: asked === 'all' ? 'all' : (states.find((state) => state === asked) ?? 'open') }
}

function keyOf({ duty, state, due, metAt, tenants, because }: ClockRowShape): string {
  return [duty, state, due, metAt, tenants?.[0], because?.en].join(' ')
}
