import type { CheckedClaimShape } from '../../api/shapes.ts'
import { BothLanguages } from '../../parts/both-languages.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { textFindingName } from '../../words/text-finding-words.ts'
import { claimsWords } from './claims-words.ts'

/** What would be signed, what speaks against it, and what it would do to what was said before. */
export function CheckedClaim({ checked }: { checked: CheckedClaimShape }) {
  const words = useWords(claimsWords)
  const { language } = useLanguage()
  const { wording, takes, corrects, drafts, problem, findings } = checked
  const signers = takes.map((roles) => roles.map((role) => roleName(role, language)).join(` ${words.or} `))
  return (
    <div role="status" className="claim-checked">
      <p className="quiet">{words.wouldSay}</p>
      <BothLanguages text={wording} />
      {problem === null ? (
        <StateMark tone="good">{words.fine}</StateMark>
      ) : (
        <p>
          <StateMark tone="bad">{problem.message}</StateMark> {problem.hint}
        </p>
      )}
      <ul>
        {findings.map(({ kind, language: of, found, hint }, place) => (
          <li key={place}>
            <StateMark tone="bad">{textFindingName(kind, language)}</StateMark> <q lang={of}>{found}</q>{' '}
            {hint}
          </li>
        ))}
        {corrects.length > 0 && (
          <li>
            <StateMark tone="warn">
              {words.wouldCorrect(corrects.map((one) => `#${one}`).join(', '))}
            </StateMark>
          </li>
        )}
        {drafts.length > 0 && (
          <li>
            <StateMark tone="warn">{words.wouldEnd(drafts.join(', '))}</StateMark>
          </li>
        )}
        <li>{words.takes(signers.join(` ${words.and} `))}</li>
      </ul>
    </div>
  )
}
