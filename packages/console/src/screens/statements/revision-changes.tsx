import type { LetterShape } from '../../api/shapes.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { letterWords } from './letter-words.ts'

/** What a revision says otherwise than the one that the customer was told last: in its own sentences, and line by line. */
export function RevisionChanges({ letter }: { letter: LetterShape }) {
  const words = useWords(letterWords)
  const { language } = useLanguage()
  const { against, changes } = letter
  const lines = changes[language]
  if (against === null && lines.length === 0) return null
  const sections = against?.[language] ?? []
  return (
    <section aria-label={words.changed} className="revision-changes">
      <h3>
        {words.changed} {against !== null && <span className="quiet">{words.against(against.revision)}</span>}
      </h3>
      {lines.length === 0 ? (
        <p className="quiet">{words.sameFindings}</p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {sections.length > 0 && (
        <details>
          <summary>{words.lineByLine}</summary>
          {sections.map(({ heading, gone, come }) => (
            <section key={heading} aria-label={heading}>
              <h4>{heading}</h4>
              <ul className="changed-lines">
                {gone.map((line) => (
                  <li key={`gone ${line}`}>
                    <del>{line}</del>
                  </li>
                ))}
                {come.map((line) => (
                  <li key={`come ${line}`}>
                    <ins>{line}</ins>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </details>
      )}
    </section>
  )
}
