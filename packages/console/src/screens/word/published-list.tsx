import type { WordShape } from '../../api/shapes.ts'
import { BothLanguages } from '../../parts/both-languages.tsx'
import { Moment } from '../../parts/moment.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { kindName } from './kind-name.ts'
import { wordWords } from './word-words.ts'

/** What the public was told, the newest first; nothing of it is ever changed. */
export function PublishedList({ published }: { published: WordShape['published'] }) {
  const words = useWords(wordWords)
  const { language } = useLanguage()
  return (
    <section aria-labelledby="published">
      <h2 id="published">{words.published}</h2>
      {published.length === 0 && <p className="quiet">{words.nothingPublished}</p>}
      {published.map(({ number, kind, at, nextBy, text, corrects }) => (
        <details key={number} className="block">
          <summary>
            {words.number(number)} · {kindName(kind, language)} · <Moment at={at} />
            {corrects !== null && ` · ${words.corrects(corrects)}`}
          </summary>
          <p className="quiet">
            {words.promised} <Moment at={nextBy} />
          </p>
          <BothLanguages text={text} />
        </details>
      ))}
    </section>
  )
}
