import './estate.css'

import { useSuspenseQuery } from '@tanstack/react-query'

import type { EstateShape } from '../../api/shapes.ts'
import { useTitle } from '../../parts/title.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { estateQuery } from './estate-query.ts'
import { EstateGraph } from './estate-graph.tsx'
import { DatasetTable, ServiceTable, SystemTable } from './estate-tables.tsx'
import { estateWords } from './estate-words.ts'
import { Gaps } from './gaps.tsx'

/** What is protected: mistakes and gaps first, then who needs whom, then everything as tables. */
export default function Estate() {
  const words = useWords(estateWords)
  const { language } = useLanguage()
  const { data } = useSuspenseQuery(estateQuery)
  useTitle(words.title)
  if (data.problems.length > 0) return <Mistakes problems={data.problems} />
  const { services, systems, datasets, tenants } = data.counts
  const number = (value: number): string => count(value, language)
  return (
    <div className="estate">
      <div className="screen-head">
        <h1>{words.title}</h1>
        <span>{words.counts(number(services), number(systems), number(datasets), number(tenants))}</span>
      </div>
      <p className="quiet">{words.lead(data.provider?.name ?? '')}</p>
      {data.cycles.length > 0 && <Cycles cycles={data.cycles} />}
      <Gaps findings={data.findings} />
      <EstateGraph estate={data} />
      <ServiceTable estate={data} />
      <DatasetTable estate={data} />
      <SystemTable estate={data} />
    </div>
  )
}

function Mistakes({ problems }: Pick<EstateShape, 'problems'>) {
  const words = useWords(estateWords)
  return (
    <div className="estate">
      <h1>{words.title}</h1>
      <p role="alert">{words.problems}</p>
      <ol>
        {problems.map(({ line, column, path, message, hint }) => (
          <li key={`${line} ${column} ${path} ${message}`}>
            <strong>{words.line(line, column)}</strong> <code>{path}</code>: {message}
            <br />
            {words.todo}: {hint}
          </li>
        ))}
      </ol>
    </div>
  )
}

function Cycles({ cycles }: Pick<EstateShape, 'cycles'>) {
  const words = useWords(estateWords)
  return (
    <div className="notice" role="alert">
      <div>
        <p>{words.cycles}</p>
        <ul>
          {cycles.map((cycle) => (
            <li key={cycle.join(' ')}>{[...cycle, cycle[0]].join(' → ')}</li>
          ))}
        </ul>
        <p>{words.cyclesTodo}</p>
      </div>
    </div>
  )
}
