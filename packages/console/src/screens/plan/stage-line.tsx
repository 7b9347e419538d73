import { shownText } from '../../../../platform/src/core/messages/index.ts'
import type { PlanShown } from '../../api/shapes.ts'
import { Proof } from '../../parts/proof.tsx'
import { StateMark, type Tone } from '../../parts/state-mark.tsx'
import { missingText } from '../../words/missing-words.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { planWords } from './plan-words.ts'
import { StageActions } from './stage-actions.tsx'

type StageView = PlanShown['stages'][number]
type Status = StageView['status']

const tones: Readonly<Record<Status, Tone>> = {
  failed: 'bad',
  started: 'busy',
  ready: 'warn',
  blocked: 'unknown',
  done: 'good',
  skipped: 'unknown',
}

const icons = { ready: 'next', blocked: 'waiting', skipped: 'cut' } as const

/** Shown at once of what a stage lacks: closing a case waits for twenty others. */
const shownMissing = 4

/** A stage, and behind it each element for which it is done. */
export function StageLine({ caseId, stage }: { caseId: string; stage: StageView }) {
  const words = useWords(planWords)
  const { language } = useLanguage()
  const { counts, instances, roles, status } = stage
  const all = Object.values(counts).reduce((sum, one) => sum + one, 0)
  const open = instances.find((one) => one.status !== 'done' && one.status !== 'skipped')
  const missing = (open?.missing ?? []).map((one) => missingText(one, language))
  return (
    <tr>
      <td>
        <StatusMark status={status} />
        {all > 1 && <span className="quiet"> {words.counts(counts.done + counts.skipped, all)}</span>}
      </td>
      <td>
        <details>
          <summary data-row>
            {stage.title[language]} <span className="quiet">{stage.id}</span>
          </summary>
          <ul className="instances">
            {instances.map((instance) => (
              <li key={instance.key}>
                <StatusMark status={instance.status} /> <span className="mono">{instance.key}</span>{' '}
                <span className="quiet">
                  {instance.byFacts && words.byFacts}
                  {instance.by !== undefined && words.said(instance.by)}
                  {instance.reason !== undefined && `: ${instance.reason}`}
                  {instance.shownBy.map(({ fact, seq }) => (
                    <span key={seq} className="shown-by">
                      {' '}
                      {shownText(fact, language)} <Proof seq={seq} />
                    </span>
                  ))}
                </span>
                <StageActions caseId={caseId} instance={instance} tasks={stage.tasks} />
              </li>
            ))}
          </ul>
          {all > instances.length && <p className="quiet">{words.more(all - instances.length)}</p>}
        </details>
      </td>
      <td>{roles.map((role) => roleName(role, language)).join(', ')}</td>
      <td>
        {missing.slice(0, shownMissing).join('; ')}
        {missing.length > shownMissing && (
          <details>
            <summary>{words.more(missing.length - shownMissing)}</summary>
            {missing.slice(shownMissing).join('; ')}
          </details>
        )}
      </td>
    </tr>
  )
}

function StatusMark({ status }: { status: Status }) {
  const words = useWords(planWords)
  const icon = status in icons ? icons[status as keyof typeof icons] : undefined
  return (
    <StateMark tone={tones[status]} {...(icon === undefined ? {} : { icon })}>
      {words.statuses[status]}
    </StateMark>
  )
}
