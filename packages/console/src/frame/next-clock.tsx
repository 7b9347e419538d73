import type { FirstHour } from '../api/shapes.ts'
import { Moment } from '../parts/moment.tsx'
import { useLanguage, useWords } from '../words/language.tsx'
import { frameWords } from './frame-words.ts'

/** The clock that runs out next, and how many are missed already. */
export function NextClock({ say }: Pick<FirstHour, 'say'>) {
  const words = useWords(frameWords)
  const { language } = useLanguage()
  const next = say.clocks.find(({ state }) => state !== 'missed')
  return (
    <div>
      <dt>{words.nextClock}</dt>
      <dd>
        {next === undefined ? words.noClock : <Moment at={next.due} isDue />}
        {next !== undefined && <span className="hidden-text">: {next.title[language]}</span>}
        {say.missed > 0 && <span className="missed"> · {words.missed(say.missed)}</span>}
      </dd>
    </div>
  )
}
