import type { SignOptionsShape } from '../../api/shapes.ts'
import { useWords } from '../../words/language.tsx'
import { signWords } from './approvals-words.ts'

/** The text that is signed, to the letter, and the digits by which two people know that they sign the same. */
export function StatementText({ options }: { options: SignOptionsShape }) {
  const words = useWords(signWords)
  return (
    <>
      <p>
        {words.compare} <strong className="hash-digits">{options.short}</strong>.{' '}
        <span className="quiet">{words.compareNote}</span>
      </p>
      <p>{words.exactly}</p>
      <pre className="statement" tabIndex={0}>
        {options.statement}
      </pre>
    </>
  )
}
