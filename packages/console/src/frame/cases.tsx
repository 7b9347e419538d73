import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'

import { casesQuery } from '../api/queries.ts'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { textOf, useSearchState } from '../parts/search-state.ts'
import { useTitle } from '../parts/title.ts'
import { count } from '../words/format.ts'
import { useLanguage, useWords } from '../words/language.tsx'
import { Failure } from './failure.tsx'
import { frameWords } from './frame-words.ts'
import { Settings } from './settings.tsx'

function filterOf(search: Readonly<Record<string, unknown>>): { status: string } {
  const status = textOf(search['status'])
  return { status: status === 'declared' || status === 'closed' ? status : '' }
}

/** All cases, the newest first: where somebody starts who has no link. */
export function Cases() {
  const words = useWords(frameWords)
  const { language } = useLanguage()
  const cases = useQuery(casesQuery)
  useTitle(words.cases)
  if (cases.error !== null && cases.data === undefined) {
    return <Failure error={cases.error} reset={() => void cases.refetch()} />
  }
  const [{ status }, change] = useSearchState(filterOf)
  const newestFirst = cases.data?.cases
    .filter((one) => status === '' || one.status === status)
    .toSorted((one, other) => (one.declaredAt < other.declaredAt ? 1 : -1))
  return (
    <div className="cases">
      <main id="content" tabIndex={-1}>
        <h1>{words.cases}</h1>
        <div className="filters">
          <label>
            {words.show}
            <select value={status} onChange={({ target }) => change({ status: target.value })}>
              <option value="">{words.allCases}</option>
              <option value="declared">{words.openCases}</option>
              <option value="closed">{words.closedCases}</option>
            </select>
          </label>
        </div>
        {newestFirst === undefined && <p role="status">{words.loading}</p>}
        {newestFirst?.length === 0 && (
          <p>
            {words.noCases} {words.noCasesHint}
            <br />
            <code>npx anlauf case declare --help</code>
          </p>
        )}
        <p>
          <Link to="/declare">{words.declare}</Link>
        </p>
        <ul className="case-list">
          {newestFirst?.map((one) => (
            <li key={one.case}>
              <Link to="/cases/$case" params={{ case: one.case }}>
                <span className={one.exercise ? 'kind exercise' : 'kind real'}>
                  <Icon name={one.exercise ? 'exercise' : 'alarm'} />
                  {one.exercise ? words.exercise : words.real}
                </span>
                <strong>{one.title}</strong>
                <span className="quiet">{one.case}</span>
              </Link>
              <span className="quiet">
                {words.declaredAt}: <Moment at={one.declaredAt} /> ·{' '}
                {words.ofReleased(count(one.released, language), count(one.units, language))}
                {one.status === 'closed' && ` · ${words.closed}`}
              </span>
            </li>
          ))}
        </ul>
      </main>
      <Settings />
    </div>
  )
}
