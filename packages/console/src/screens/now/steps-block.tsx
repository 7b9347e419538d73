import type { FirstHour } from '../../api/shapes.ts'
import { hasScreen, ScreenLink } from '../../frame/screen-link.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { nowWords, stepWords } from './now-words.ts'
import { PlanSteps } from './plan-steps.tsx'

type Step = FirstHour['now']['steps'][number]

/** Where a step is taken; a screen that this console does not have (yet) gets no button. */
const screenOf: Readonly<Record<Step['action'], string>> = {
  recordIsolation: 'jobs',
  registerApprover: 'approvals',
  recoverPlan: 'jobs',
  recoverRun: 'jobs',
  decideQueue: 'queue',
  approve: 'approvals',
  release: 'jobs',
  handBack: 'jobs',
  publish: 'updates',
  close: 'jobs',
}

const commandOf: Readonly<Record<Step['action'], string>> = {
  recordIsolation: 'case isolated',
  registerApprover: 'case approver',
  recoverPlan: 'recover plan',
  recoverRun: 'recover run',
  decideQueue: 'recover queue show',
  approve: 'recover approve',
  release: 'recover release',
  handBack: 'recover hand-back',
  publish: 'inform draft',
  close: 'case show',
}

/** What can be done now, in its order, and what keeps the rest. */
export function StepsBlock({ caseId, now }: Pick<FirstHour, 'now'> & { caseId: string }) {
  const words = useWords(nowWords)
  const steps = useWords(stepWords)
  const { language } = useLanguage()
  return (
    <section className="block steps" aria-labelledby="steps">
      <h2 id="steps">{words.steps}</h2>
      {now.plan !== null && <PlanSteps caseId={caseId} plan={now.plan} />}
      {now.plan !== null && <h3>{words.byFacts}</h3>}
      <ol>
        {now.steps
          .slice(0, now.plan === null ? 5 : 2)
          .map(({ action, count: units, units: names, blockedBy }) => (
            <li key={action}>
              <div>
                <strong>{steps[action].title}</strong>
                {names.length > 0 && (
                  <span className="quiet">
                    {' '}
                    {words.forUnits(count(units, language))} ({names.slice(0, 3).join(', ')}
                    {units > 3 && ' …'})
                  </span>
                )}
                {now.plan === null && <p className="quiet">{steps[action].how}</p>}
                {now.plan === null && !hasScreen(screenOf[action]) && (
                  <code>npx anlauf {commandOf[action]}</code>
                )}
                {blockedBy.map((before) => (
                  <StateMark key={before} tone="warn" icon="blocked">
                    {words.blockedBy(steps[before].title)}
                  </StateMark>
                ))}
              </div>
              <ScreenLink caseId={caseId} screen={screenOf[action]} />
            </li>
          ))}
      </ol>
      {now.steps.length === 0 && <p>{words.nothingToDo}</p>}
      {now.more > 0 && <p className="quiet">{words.moreSteps(now.more)}</p>}
    </section>
  )
}
