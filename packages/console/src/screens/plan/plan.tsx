import { useSuspenseQuery } from '@tanstack/react-query'

import type { ScreenProps } from '../../frame/screen-list.ts'
import { CsvButton } from '../../parts/csv-button.tsx'
import { Moment } from '../../parts/moment.tsx'
import { moveByKey } from '../../parts/row-keys.ts'
import { textOf, useSearchState } from '../../parts/search-state.ts'
import { SayButton } from '../../parts/say-button.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTitle } from '../../parts/title.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import './plan.css'
import { Closing } from './closing.tsx'
import { planQuery } from './plan-query.ts'
import { planWords } from './plan-words.ts'
import { StageLine } from './stage-line.tsx'

/** The plan that the case follows: each stage, how it stands and what it lacks. */
export default function Plan({ caseId }: ScreenProps) {
  const words = useWords(planWords)
  const { language } = useLanguage()
  useTitle(words.title)
  const { data: view } = useSuspenseQuery(planQuery(caseId))
  const [{ show }, change] = useSearchState(shownOf)
  if (view === null) {
    return (
      <>
        <h1>{words.title}</h1>
        <p>
          <StateMark tone="unknown">{words.none}</StateMark>
        </p>
        <p>
          <SayButton caseId={caseId} path="/plan" body={{}} needs="adoptPlan">
            {words.adopt}
          </SayButton>
        </p>
        <p className="quiet">
          {words.noneHow} <code>npx anlauf case adopt --case {caseId} --plan FILE</code>
        </p>
      </>
    )
  }
  const { plan, stages, stagesDone, proposed } = view
  const shown = stages.filter(({ status }) => show === 'all' || (status !== 'done' && status !== 'skipped'))
  return (
    <>
      <div className="screen-head">
        <h1>{plan.title[language]}</h1>
        <p className="quiet">
          {words.version(plan.version)}, {words.adopted} <Moment at={plan.adoptedAt} /> ·{' '}
          {words.done(stagesDone, stages.length)}
        </p>
      </div>
      {proposed !== undefined && (
        <p>
          <StateMark tone="warn">
            {words.proposed(proposed.version, proposed.signedBy.join(', ') || words.nobody)}
          </StateMark>
        </p>
      )}
      <div className="filters">
        <label>
          {words.show}
          <select
            value={show}
            onChange={({ target }) => change({ show: shownOf({ show: target.value }).show })}
          >
            <option value="open">{words.open}</option>
            <option value="all">{words.all}</option>
          </select>
        </label>
        <CsvButton
          name={`${caseId}-plan`}
          rows={() => [
            ['stage', 'title', 'status', 'done', 'all', 'roles'],
            ...stages.map(({ id, title, status, counts, roles }) => [
              id,
              title[language],
              status,
              counts.done + counts.skipped,
              Object.values(counts).reduce((sum, one) => sum + one, 0),
              roles.join(' '),
            ]),
          ]}
        />
      </div>
      <div className="table-wrap" onKeyDown={moveByKey}>
        <table className="list plan">
          <thead>
            <tr>
              <th>{words.state}</th>
              <th>{words.stage}</th>
              <th>{words.who}</th>
              <th>{words.missing}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((stage) => (
              <StageLine key={stage.id} caseId={caseId} stage={stage} />
            ))}
          </tbody>
        </table>
      </div>
      <Closing caseId={caseId} />
    </>
  )
}

function shownOf(search: Readonly<Record<string, unknown>>): { show: 'open' | 'all' } {
  return { show: textOf(search['show']) === 'all' ? 'all' : 'open' }
}
