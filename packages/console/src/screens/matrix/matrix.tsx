import { useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import type { ScreenProps } from '../../frame/screen-list.ts'
import { useSlowReload } from '../../live/slow-reload.ts'
import { CsvButton } from '../../parts/csv-button.tsx'
import { textOf, useSearchState } from '../../parts/search-state.ts'
import { StageBar } from '../../parts/stage-bar.tsx'
import { useTitle } from '../../parts/title.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { type Stage, stages, stageWords } from '../../words/stage-words.ts'
import { fittingRows } from './cell.ts'
import './matrix.css'
import { MatrixGrid } from './matrix-grid.tsx'
import { matrixQuery } from './matrix-query.ts'
import { matrixWords } from './matrix-words.ts'

/** Every service of every tenant: how far its data is, and the entry that proves it. */
export default function MatrixScreen({ caseId }: ScreenProps) {
  const words = useWords(matrixWords)
  const names = useWords(stageWords)
  const { language } = useLanguage()
  useTitle(words.title)
  const query = matrixQuery(caseId)
  useSlowReload(query.queryKey)
  const { data } = useSuspenseQuery(query)
  const [{ stage, text }, change] = useSearchState(filterOf)
  const rows = useMemo(() => fittingRows(data.rows, { stage, text }), [data.rows, stage, text])
  return (
    <div className="matrix-screen">
      <div className="screen-head">
        <h1>{words.title}</h1>
        <p className="quiet" role="status">
          {words.count(count(rows.length, language), count(data.rows.length, language))}
        </p>
      </div>
      <StageBar counts={data.stages} total={data.rows.length} />
      <div className="filters">
        <label>
          {words.find}
          <input type="search" value={text} onChange={({ target }) => change({ text: target.value })} />
        </label>
        <label>
          {words.stage}
          <select value={stage ?? ''} onChange={({ target }) => change({ stage: stageNamed(target.value) })}>
            <option value="">{words.all}</option>
            {stages.map((each) => (
              <option key={each} value={each}>
                {names[each]} ({count(data.stages[each], language)})
              </option>
            ))}
          </select>
        </label>
        <CsvButton
          name={`${caseId}-matrix`}
          rows={() => [
            ['tenant', 'name', 'wave', 'stage', 'entry', 'at', 'quarantined', 'caseReview', 'uses'],
            ...rows.map((row) => [
              row.tenant,
              row.name,
              row.wave,
              row.stage,
              row.seq,
              row.at,
              row.quarantined,
              row.caseReview,
              row.uses?.map((place) => data.services[place]?.id ?? '').join(' ') ?? null,
            ]),
          ]}
        />
        <span className="quiet">
          <span className="marks">{words.marks}</span> {words.keys}{' '}
          {data.rows.some(({ uses }) => uses === null) && words.noEstate}
        </span>
      </div>
      {rows.length === 0 ? <p>{words.nothing}</p> : <MatrixGrid caseId={caseId} matrix={data} rows={rows} />}
    </div>
  )
}

function filterOf(search: Readonly<Record<string, unknown>>): { stage: Stage | undefined; text: string } {
  return { stage: stageNamed(textOf(search['stage'])), text: textOf(search['text']) }
}

function stageNamed(text: string): Stage | undefined {
  return stages.find((stage) => stage === text)
}
