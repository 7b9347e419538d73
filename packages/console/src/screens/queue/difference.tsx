import type { SideBySideShape } from '../../api/shapes.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { queueWords } from './queue-words.ts'

type Difference = NonNullable<SideBySideShape['difference']>

const marks = { same: '', changed: '≠', removed: '−', added: '+', gap: '' } as const

/** Two texts line by line; a changed line has its mark and its word, colour only underlines them. */
export function Difference({ difference, hasBefore }: { difference: Difference; hasBefore: boolean }) {
  const words = useWords(queueWords)
  const { language } = useLanguage()
  const { rows, removed, added, more } = difference
  if (rows.length === 0) return null
  const title = words.difference(count(removed, language), count(added, language))
  return (
    <div className="difference">
      <h4>{title}</h4>
      <div className="table-wrap" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead className="hidden-text">
            <tr>
              <td />
              {hasBefore && <th scope="col">{words.previous}</th>}
              <th scope="col">{words.newest}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) =>
              row.kind === 'gap' ? (
                <tr key={`gap ${row.skipped} ${keyOf(row)}`} className="gap">
                  <td />
                  <td colSpan={2}>{words.gap(count(row.skipped ?? 0, language))}</td>
                </tr>
              ) : (
                <tr key={keyOf(row)} data-kind={row.kind}>
                  <td className="mark">
                    <span aria-hidden="true">{marks[row.kind]}</span>
                    <span className="hidden-text">{words.kinds[row.kind]}</span>
                  </td>
                  {hasBefore && <Side side={row.before} />}
                  <Side side={row.after} />
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
      {more > 0 && <p>{words.moreRows(count(more, language))}</p>}
    </div>
  )
}

function Side({ side }: { side: Difference['rows'][number]['before'] }) {
  if (side === null) return <td />
  return (
    <td>
      <span className="line-number" aria-hidden="true">
        {side.line}
      </span>
      <bdi>{side.text}</bdi>
    </td>
  )
}

function keyOf({ before, after }: Difference['rows'][number]): string {
  return `${before?.line ?? ''}:${after?.line ?? ''}`
}
