import { StateMark } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { textFindingName } from '../../words/text-finding-words.ts'
import { wordWords } from './word-words.ts'

/** What review would say of a text. */
export interface Checked {
  readonly findings: readonly {
    readonly kind: string
    readonly language: 'de' | 'en'
    readonly found: string
    readonly hint: string
  }[]
  readonly problem: { readonly message: string; readonly hint: string } | null
}

/** All findings at once; none does not make a text true. */
export function Findings({ checked: { findings, problem } }: { checked: Checked }) {
  const words = useWords(wordWords)
  const { language: reader } = useLanguage()
  return (
    <div role="status">
      {problem !== null && (
        <p>
          <StateMark tone="bad">{problem.message}</StateMark> {problem.hint}
        </p>
      )}
      {findings.length === 0 && problem === null && <StateMark tone="good">{words.nothingFound}</StateMark>}
      <ul>
        {findings.map(({ kind, language, found, hint }, place) => (
          <li key={place}>
            <StateMark tone="bad">{textFindingName(kind, reader)}</StateMark>{' '}
            <span className="quiet">{language}</span> “<span lang={language}>{found}</span>”: {hint}
          </li>
        ))}
      </ul>
    </div>
  )
}
