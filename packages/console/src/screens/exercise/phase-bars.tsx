import type { ExerciseScoreShape } from '../../api/shapes.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { checkWords, exerciseWords } from './exercise-words.ts'

type Phases = NonNullable<ExerciseScoreShape['score']>['phases']

/** A table whose last column draws what the column before says. */
export function PhaseBars({ phases }: { phases: Phases }) {
  const words = useWords(exerciseWords)
  const named = useWords(checkWords)
  const { language } = useLanguage()
  const longest = Math.max(1, ...phases.map(({ ms }) => ms))
  const seconds = new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB', { maximumFractionDigits: 1 })
  if (phases.length === 0) return null
  return (
    <section aria-labelledby="phases-title">
      <h2 id="phases-title">{words.phases}</h2>
      <div className="table-wrap">
        <table className="list phases">
          <thead>
            <tr>
              <th scope="col">{words.phase}</th>
              <th scope="col" className="number">
                {words.time}
              </th>
              <td aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            {phases.map(({ phase, ms }) => (
              <tr key={phase}>
                <th scope="row">{named.phases[phase] ?? phase}</th>
                <td className="number">{words.seconds(seconds.format(ms / 1000))}</td>
                <td aria-hidden="true" className="bar">
                  <svg viewBox="0 0 100 10" preserveAspectRatio="none" width="100%" height="10">
                    <rect x="0" y="0" width={(100 * ms) / longest} height="10" />
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
