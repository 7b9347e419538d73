import { count } from '../words/format.ts'
import { useLanguage, useWords } from '../words/language.tsx'
import { type Stage, stageMarks, stages, stageWords } from '../words/stage-words.ts'
import { StateMark } from './state-mark.tsx'

/** How many tenants are how far: a bar for the eye, the same as words beside it. */
export function StageBar({ counts, total }: { counts: Readonly<Record<Stage, number>>; total: number }) {
  const words = useWords(stageWords)
  const { language } = useLanguage()
  const present = stages.filter((stage) => counts[stage] > 0)
  return (
    <div className="stage-bar">
      <div className="bar" aria-hidden="true">
        {present.map((stage) => (
          <span key={stage} data-tone={stageMarks[stage].tone} style={{ flexGrow: counts[stage] / total }} />
        ))}
      </div>
      <ul>
        {present.map((stage) => (
          <li key={stage}>
            <StateMark {...stageMarks[stage]}>
              {count(counts[stage], language)} {words[stage]}
            </StateMark>
          </li>
        ))}
      </ul>
    </div>
  )
}
