import type { FirstHour } from '../../api/shapes.ts'
import { ScreenLink } from '../../frame/screen-link.tsx'
import { Moment } from '../../parts/moment.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { count } from '../../words/format.ts'
import { type Language, useLanguage, useWords } from '../../words/language.tsx'
import { missingText } from '../../words/missing-words.ts'
import { roleName } from '../../words/role-words.ts'
import { nowWords } from './now-words.ts'

type PlanStep = NonNullable<FirstHour['now']['plan']>['steps'][number]

/** The next steps of the plan that the case follows; the first has the button, for all lead to the same screen. */
export function PlanSteps({ caseId, plan }: { caseId: string; plan: NonNullable<FirstHour['now']['plan']> }) {
  const words = useWords(nowWords)
  const { language } = useLanguage()
  const { steps, more, blocked } = plan
  return (
    <>
      <ol>
        {steps.slice(0, 4).map((step, place) => (
          <li key={step.stage}>
            <div>
              <strong>{step.title[language]}</strong>
              {step.count > 1 && <span className="quiet"> ×{count(step.count, language)}</span>}{' '}
              {step.hasFailed && <StateMark tone="bad">{words.failed}</StateMark>}
              {step.isStarted && <StateMark tone="busy">{words.started}</StateMark>}
              <p className="quiet two-lines">{detail(step, language)}</p>
              {step.due !== undefined && (
                <p>
                  <Moment at={step.due} isDue />
                </p>
              )}
            </div>
            {place === 0 && <ScreenLink caseId={caseId} screen="plan" />}
          </li>
        ))}
      </ol>
      <p className="quiet">
        {steps.length + more > 4 && `${words.moreSteps(steps.length - Math.min(4, steps.length) + more)} · `}
        {blocked.length > 0 && words.blockedStages(blocked.length)}
      </p>
    </>
  )
}

/** Who, and what is missing first. */
function detail({ roles, missing: [first] }: PlanStep, language: Language): string {
  const who = roles.map((role) => roleName(role, language)).join(', ')
  return [who, first === undefined ? '' : missingText(first, language)]
    .filter((part) => part !== '')
    .join(' · ')
}
