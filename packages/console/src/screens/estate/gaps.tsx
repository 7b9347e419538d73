import type { EstateShape } from '../../api/shapes.ts'
import { textOf, useSearchState } from '../../parts/search-state.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { estateWords } from './estate-words.ts'
import { germanGaps } from './gap-words.ts'

const gapFilter = (search: Readonly<Record<string, unknown>>): { gap: string } => ({
  gap: textOf(search['gap']),
})

/** What would hurt in the night it is needed; each with what to do. */
export function Gaps({ findings }: Pick<EstateShape, 'findings'>) {
  const words = useWords(estateWords)
  const { language } = useLanguage()
  const [{ gap }, change] = useSearchState(gapFilter)
  const told = findings.map((one) => (language === 'de' ? { ...one, ...germanGaps[one.rule] } : one))
  const shown = told.filter((one) =>
    `${one.object} ${one.rule} ${one.message}`.toLowerCase().includes(gap.toLowerCase()),
  )
  return (
    <section aria-labelledby="gaps-title">
      <h2 id="gaps-title">
        {words.gaps} ({gap === '' ? findings.length : `${shown.length}/${findings.length}`})
      </h2>
      {findings.length === 0 ? (
        <StateMark tone="good">{words.noGaps}</StateMark>
      ) : (
        <>
          <div className="filters">
            <label>
              {words.filter}
              <input type="search" value={gap} onChange={({ target }) => change({ gap: target.value })} />
            </label>
          </div>
          <div className="table-wrap">
            <table className="list">
              <thead>
                <tr>
                  <th scope="col">{words.object}</th>
                  <th scope="col">{words.gap}</th>
                  <th scope="col">{words.todo}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map(({ rule, object, message, hint }) => (
                  <tr key={`${rule} ${object}`}>
                    <th scope="row">
                      <StateMark tone="warn">{object}</StateMark>
                    </th>
                    <td>
                      {message} <span className="quiet">({rule})</span>
                    </td>
                    <td>{hint}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  )
}
