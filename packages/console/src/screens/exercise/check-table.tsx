import type { ExerciseScoreShape } from '../../api/shapes.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { bytes, count } from '../../words/format.ts'
import { type Language, useLanguage, useWords } from '../../words/language.tsx'
import { checkWords, exerciseWords } from './exercise-words.ts'

type Checks = NonNullable<ExerciseScoreShape['score']>['checks']

export function CheckTable({ checks }: { checks: Checks }) {
  const words = useWords(exerciseWords)
  const named = useWords(checkWords)
  const { language } = useLanguage()
  return (
    <div className="table-wrap">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{words.check}</th>
            <th scope="col">{words.result}</th>
            <th scope="col">{words.figures}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map(({ check, good, figures }) => (
            <tr key={check}>
              <th scope="row">{named.names[check]}</th>
              <td>
                {good === null ? (
                  <span className="quiet">{words.neutral}</span>
                ) : (
                  <StateMark tone={good ? 'good' : 'bad'}>{good ? words.good : words.bad}</StateMark>
                )}
              </td>
              <td>{figureTexts(figures, named.figures, language).join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** In the order of their words; what is of a whole says so at once: `524 of 524 exact`. */
function figureTexts(
  figures: Readonly<Record<string, number>>,
  words: Readonly<Record<string, string>>,
  language: Language,
): readonly string[] {
  const order = Object.keys(words)
  const { of: whole, ...rest } = figures
  const sorted = Object.entries(rest).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
  return sorted.map(([name, value], at) => {
    const word = words[name] ?? name
    if (name === 'bytes') return bytes(value, language)
    if (word.includes('/s')) return `${word.replace(/, .*$/, '')} ${bytes(value, language)}/s`
    const share = at === 0 && whole !== undefined ? ` ${words['of'] ?? '/'} ${count(whole, language)}` : ''
    return `${count(value, language)}${share} ${word}`
  })
}
