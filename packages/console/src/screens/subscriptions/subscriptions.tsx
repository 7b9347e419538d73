import { useQuery } from '@tanstack/react-query'

import { caseQuery } from '../../api/queries.ts'
import type { SubscriptionBoardShape } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { Moment } from '../../parts/moment.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTitle } from '../../parts/title.ts'
import { useWords } from '../../words/language.tsx'
import { useServiceNames } from '../estate/service-names.ts'
import { Programs } from './programs.tsx'
import { ReasonForm } from './reason-form.tsx'
import './subscriptions.css'
import { subscriptionsWords } from './subscriptions-words.ts'

/** Somebody may confirm or end it at any time, which is no event of the case. */
const everyMs = 30_000

/** Who hears of the case without being asked: people by mail, by number only, and programs. */
export default function Subscriptions({ caseId }: ScreenProps) {
  const words = useWords(subscriptionsWords)
  useTitle(words.title)
  const { data, error } = useQuery({
    ...caseQuery<SubscriptionBoardShape>(caseId, '/subscriptions'),
    refetchInterval: everyMs,
  })
  return (
    <div className="subscriptions">
      <div className="screen-head">
        <h1>{words.title}</h1>
        {data !== undefined && (
          <p>
            <StateMark tone="good">{words.reached(data.counts.confirmed)}</StateMark>{' '}
            <span className="quiet">{words.figures(data.counts.pending, data.counts.ended)}</span>
          </p>
        )}
      </div>
      {error !== null && <ProblemNote error={error} />}
      {data !== undefined && (
        <>
          <Scopes scopes={data.scopes} />
          <Quarantine caseId={caseId} held={data.quarantine} />
          <Told told={data.told} />
          <Programs caseId={caseId} webhooks={data.webhooks} />
        </>
      )}
    </div>
  )
}

function Scopes({ scopes }: Pick<SubscriptionBoardShape, 'scopes'>) {
  const words = useWords(subscriptionsWords)
  const nameOf = useServiceNames()
  if (scopes.length === 0) return <p className="quiet">{words.nobody}</p>
  return (
    <div>
      <h2 id="scopes">{words.scopes}</h2>
      <div className="table-wrap" role="region" aria-labelledby="scopes" tabIndex={0}>
        <table className="list">
          <thead>
            <tr>
              <th>{words.kind}</th>
              <th>{words.service}</th>
              <th className="number">{words.count}</th>
            </tr>
          </thead>
          <tbody>
            {scopes.map(({ kinds, service, count }) => (
              <tr key={`${kinds} ${service}`}>
                <td>{words.kinds[kinds]}</td>
                <td>{service === null ? words.everything : nameOf(service)}</td>
                <td className="number">{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

function Quarantine({
  caseId,
  held,
}: {
  readonly caseId: string
  readonly held: SubscriptionBoardShape['quarantine']
}) {
  const words = useWords(subscriptionsWords)
  const nameOf = useServiceNames()
  return (
    <section className="subscriptions" aria-labelledby="quarantine">
      <h2 id="quarantine">{words.quarantine}</h2>
      <p className="quiet">{held.length === 0 ? words.noQuarantine : words.quarantineNote}</p>
      {held.map(({ id, why, since, kinds, services }) => (
        <article key={id} className="block" aria-labelledby={id}>
          <h3 id={id} className="mono">
            {id.slice(0, 8)}
          </h3>
          <p>
            <StateMark tone="warn">{words.why[why]}</StateMark>{' '}
            <span className="quiet">
              {words.since} <Moment at={since} /> · {words.kinds[kinds]} ·{' '}
              {services.length === 0 ? words.everything : services.map(nameOf).join(', ')}
            </span>
          </p>
          <ReasonForm
            caseId={caseId}
            path={`/subscriptions/${id}/release`}
            label={words.release}
            of={id.slice(0, 8)}
          />
        </article>
      ))}
    </section>
  )
}

function Told({ told }: Pick<SubscriptionBoardShape, 'told'>) {
  const words = useWords(subscriptionsWords)
  if (told.length === 0) return null
  return (
    <section aria-labelledby="told">
      <h2 id="told">{words.told}</h2>
      <ul>
        {told.map(({ number, recipients, doneAt }) => (
          <li key={number}>
            {words.update(number)}: {words.recipients(recipients)},{' '}
            {doneAt === null ? words.underway : <Moment at={doneAt} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
