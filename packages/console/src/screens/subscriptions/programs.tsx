import type { SubscriptionBoardShape } from '../../api/shapes.ts'
import { Moment } from '../../parts/moment.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../words/language.tsx'
import { ReasonForm } from './reason-form.tsx'
import { subscriptionsWords } from './subscriptions-words.ts'

const tones = { active: 'good', paused: 'warn', held: 'bad', disabled: 'bad' } as const

/** Programs that hear of the case: how their messages stand, their last attempts, and a pause. */
export function Programs({
  caseId,
  webhooks,
}: {
  readonly caseId: string
  readonly webhooks: SubscriptionBoardShape['webhooks']
}) {
  const words = useWords(subscriptionsWords)
  return (
    <section className="subscriptions" aria-labelledby="programs">
      <h2 id="programs">{words.programs}</h2>
      {webhooks.length === 0 && <p className="quiet">{words.noPrograms}</p>}
      {webhooks.map((one) => (
        <article key={one.id} className="block" aria-labelledby={one.id}>
          <h3 id={one.id}>
            {one.place} <span className="quiet mono">{one.id}</span>
          </h3>
          <p>
            <StateMark tone={tones[one.stage]}>
              {one.why === null ? words.stages[one.stage] : `${words.stages[one.stage]}: ${one.why}`}
            </StateMark>
          </p>
          <p className="quiet">
            {[
              one.tenant === null ? words.publicOnes : words.ofTenant(one.tenant),
              one.flavour,
              words.queue(one.delivered, one.waiting),
              ...(one.givenUp > 0 ? [words.givenUp(one.givenUp)] : []),
              ...(one.withheld > 0 ? [words.withheld(one.withheld)] : []),
            ].join(' · ')}
          </p>
          <details>
            <summary>{words.attempts}</summary>
            {one.attempts.length === 0 ? (
              <p className="quiet">{words.noAttempts}</p>
            ) : (
              <ul>
                {one.attempts.map(({ at, status, failure, tookMs }) => (
                  <li key={at}>
                    <Moment at={at} />: {status === null ? failure : words.answered(status)},{' '}
                    {words.tookMs(tookMs)}
                  </li>
                ))}
              </ul>
            )}
          </details>
          <ReasonForm
            caseId={caseId}
            path={`/webhooks/${one.id}/${one.stage === 'active' ? 'pause' : 'release'}`}
            label={one.stage === 'active' ? words.pause : words.letGo}
            of={one.id}
          />
        </article>
      ))}
    </section>
  )
}
