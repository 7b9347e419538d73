import { useSuspenseQuery } from '@tanstack/react-query'

import { caseQuery } from '../../api/queries.ts'
import type { DutyBoardShape, DutyRowShape } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { moveByKey } from '../../parts/row-keys.ts'
import { textOf, useSearchState } from '../../parts/search-state.ts'
import { useTitle } from '../../parts/title.ts'
import { useWords } from '../../words/language.tsx'
import './duties.css'
import { dutiesWords } from './duties-words.ts'
import { DutyCard } from './duty-card.tsx'
import { TakeAlong } from './take-along.tsx'

const shows = ['open', 'unwritten', 'all'] as const
type Show = (typeof shows)[number]
const openStates = ['missed', 'approaching', 'running', 'waiting']

/** Every duty with its clock and its document, what is due first on top. */
export default function Duties({ caseId }: ScreenProps) {
  const words = useWords(dutiesWords)
  useTitle(words.title)
  const { data } = useSuspenseQuery({
    ...caseQuery<DutyBoardShape>(caseId, '/duties'),
    refetchInterval: 60_000,
  })
  const [{ show, duty }, change] = useSearchState(shownOf)
  const rows = data.duties.filter((row) => row.duty === duty || isShown(row, show)).toSorted(byDue)
  return (
    <div className="duties">
      <div className="screen-head">
        <h1>{words.title}</h1>
        <p className="quiet">{words.lead}</p>
      </div>
      <div className="filters">
        <label>
          {words.show}
          <select
            value={show}
            onChange={({ target }) => change({ show: shownOf({ show: target.value }).show })}
          >
            {shows.map((one) => (
              <option key={one} value={one}>
                {words.shows[one]} ({data.duties.filter((row) => isShown(row, one)).length})
              </option>
            ))}
          </select>
        </label>
      </div>
      {rows.length === 0 && <p className="quiet">{words.nothing}</p>}
      <div className="duties" onKeyDown={moveByKey}>
        {rows.map((row) => (
          <DutyCard
            key={[row.duty, row.state, row.due, row.stage, row.someTenants[0]].join(' ')}
            caseId={caseId}
            row={row}
            isAsked={row.duty === duty}
          />
        ))}
      </div>
      <TakeAlong caseId={caseId} />
    </div>
  )
}

function isShown({ state, applies, missing }: DutyRowShape, show: Show): boolean {
  if (show === 'all') return true
  const isOpen = applies !== 'no' && openStates.includes(state)
  return show === 'open' ? isOpen : isOpen && missing.length > 0
}

function byDue(one: DutyRowShape, other: DutyRowShape): number {
  const rank = ({ due, state }: DutyRowShape): string =>
    `${openStates.includes(state) ? 0 : 1} ${state === 'waiting' ? 1 : 0} ${due ?? '9'}`
  return rank(one) < rank(other) ? -1 : rank(one) > rank(other) ? 1 : 0
}

function shownOf(search: Readonly<Record<string, unknown>>): { show: Show; duty: string } {
  return {
    show: shows.find((one) => one === textOf(search['show'])) ?? 'open',
    duty: textOf(search['duty']),
  }
}
