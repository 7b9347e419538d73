import { useSuspenseQuery } from '@tanstack/react-query'

import { caseViewQuery } from '../../api/queries.ts'
import { Moment } from '../../parts/moment.tsx'
import { useTitle } from '../../parts/title.ts'
import { bytes, count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import type { ScreenProps } from '../screens.ts'
import { nowWords } from './now-words.ts'

/** The first hour on one screen: five questions, five blocks. */
export default function Now({ caseId }: ScreenProps) {
  const words = useWords(nowWords)
  const { language } = useLanguage()
  const { data } = useSuspenseQuery(caseViewQuery(caseId))
  useTitle(words.title)
  const missing = [...new Set(data.units.flatMap((unit) => unit.missing))]
  const update = data.updates.at(-1)
  return (
    <>
      <h1 className="hidden-text">{words.title}</h1>
      <div className="now">
        <section className="block" aria-labelledby="hit">
          <h2 id="hit">{words.hit}</h2>
          <p>{words.tenants(count(data.units.length, language))}</p>
          <p>{data.services.join(', ')}</p>
          {data.onset === undefined ? (
            <p className="quiet">{words.onsetUnknown}</p>
          ) : (
            <p>
              {words.onset} <Moment at={data.onset.from} /> – <Moment at={data.onset.to} />
            </p>
          )}
        </section>
        <section className="block" aria-labelledby="do">
          <h2 id="do">{words.todo}</h2>
          <p>{words.missing}</p>
          <ul>
            {missing.map((what) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </section>
        <section className="block" aria-labelledby="who">
          <h2 id="who">{words.who}</h2>
          <ul>
            {data.approvers.map(({ person, role }) => (
              <li key={person}>
                {person} ({role})
              </li>
            ))}
          </ul>
        </section>
        <section className="block" aria-labelledby="back">
          <h2 id="back">{words.back}</h2>
          <p>
            {bytes(
              data.units.reduce((sum, unit) => sum + unit.bytes, 0),
              language,
            )}
          </p>
          <p>{words.released(count(data.units.filter(({ releasedAt }) => releasedAt).length, language))}</p>
        </section>
        <section className="block" aria-labelledby="say">
          <h2 id="say">{words.say}</h2>
          <p>{update === undefined ? words.nothingSaid : update.text[language]}</p>
        </section>
      </div>
    </>
  )
}
