import type { FirstHour } from '../../api/shapes.ts'
import { Moment } from '../../parts/moment.tsx'
import { Proof } from '../../parts/proof.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { nowWords } from './now-words.ts'

/** Clocks named in the block; their own screen has all. */
const shownClocks = 4
const tones = { missed: 'bad', approaching: 'warn', running: 'busy' } as const

export function SayBlock({ say }: Pick<FirstHour, 'say'>) {
  const words = useWords(nowWords)
  const { language } = useLanguage()
  const { last, clocks, missed, approaching, running } = say
  return (
    <section className="block say" aria-labelledby="say">
      <h2 id="say">{words.say}</h2>
      <div className="say-parts">
        <div>
          <h3>{words.lastSaid}</h3>
          {last === null ? (
            <StateMark tone="bad">{words.nothingSaid}</StateMark>
          ) : (
            <>
              <blockquote>{last.text[language]}</blockquote>
              <p className="quiet">
                <Moment at={last.at} /> <Proof seq={last.seq} />
              </p>
              <p>
                {words.promised}: <Moment at={last.nextBy} isDue />
              </p>
            </>
          )}
          <p className="quiet">{words.notYet}</p>
        </div>
        <div>
          <h3>
            {words.clocks} <span className="quiet">{words.clockCounts(missed, approaching, running)}</span>
          </h3>
          <ul className="plain-list">
            {clocks.slice(0, shownClocks).map(({ duty, title, state, due, tenants }) => (
              <li key={`${duty} ${state} ${due}`}>
                <StateMark tone={tones[state]} {...(state === 'running' ? { icon: 'waiting' as const } : {})}>
                  {title[language]}
                </StateMark>
                <span className="quiet">
                  {words.clockStates[state]} <Moment at={due} isDue />
                  {tenants !== null && ` · ${words.tenants(count(tenants, language))}`}
                </span>
              </li>
            ))}
          </ul>
          {clocks.length === 0 && <p className="quiet">{words.noClocks}</p>}
        </div>
      </div>
    </section>
  )
}
