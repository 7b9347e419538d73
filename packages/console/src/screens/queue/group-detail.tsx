import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'

import type { QueueGroupShape, QueueRowShape } from '../../api/shapes.ts'
import { Complaint } from '../../parts/complaint.tsx'
import { Moment } from '../../parts/moment.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { bytes, count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import type { Decision } from './decide-dialog.tsx'
import { nameOf, standingTones } from './queue-list.tsx'
import { groupQuery } from './queue-queries.ts'
import { decideWords, queueWords } from './queue-words.ts'
import { Versions } from './versions.tsx'

interface GroupDetailProps {
  readonly caseId: string
  readonly facts: string
  readonly canCompare: boolean
  readonly close: () => void
  readonly decide: (decision: Decision) => void
}

/** Everything about one group, and what can be decided. */
export function GroupDetail({ caseId, facts, canCompare, close, decide }: GroupDetailProps) {
  const words = useWords(queueWords)
  const failed = useWords(decideWords)
  const group = useQuery({ ...groupQuery(caseId, facts), enabled: facts !== '' })
  if (facts === '') return <p className="queue-detail quiet">{words.select}</p>
  if (group.data === undefined) {
    return (
      <div className="queue-detail">
        {group.error === null ? (
          <p role="status">…</p>
        ) : (
          <Complaint title={failed.failed} error={group.error} />
        )}
      </div>
    )
  }
  const { row, votes } = group.data
  return (
    <section className="queue-detail block" aria-labelledby="group-title">
      <div className="screen-head">
        <h2 id="group-title">
          <bdi>{nameOf(row)}</bdi>
        </h2>
        <button type="button" className="plain" onClick={close}>
          {words.back}
        </button>
      </div>
      <StateMark tone={standingTones[row.standing]}>
        {words.standings[row.standing]}
        {row.outcome !== null && `: ${words.outcomes[row.outcome]}`}
      </StateMark>
      <Choices row={row} decide={decide} />
      {row.standing === 'halfSigned' && (
        <p>
          {words.waitingRequest}{' '}
          <Link to={`/cases/${encodeURIComponent(caseId)}/approvals`}>{words.toApprovals}</Link>
        </p>
      )}
      <Facts row={row} />
      <Votes votes={votes} />
      <Versions caseId={caseId} facts={facts} canCompare={canCompare} />
    </section>
  )
}

function Choices({ row, decide }: { row: QueueRowShape; decide: (decision: Decision) => void }) {
  const words = useWords(queueWords)
  return (
    <div className="buttons choices" role="group" aria-label={words.decide}>
      {row.outcomes.map(({ outcome, signatures }, at) => (
        <button
          key={outcome}
          type="button"
          className="plain"
          aria-keyshortcuts={String(at + 1)}
          onClick={() => decide({ outcome, rows: [row] })}
        >
          <kbd>{at + 1}</kbd> {words.outcomes[outcome]}{' '}
          <span className="quiet">· {words.needs(signatures)}</span>
        </button>
      ))}
    </div>
  )
}

function Facts({ row }: { row: QueueRowShape }) {
  const words = useWords(queueWords)
  const { language } = useLanguage()
  const { named, held } = row
  return (
    <dl className="facts">
      <div>
        <dt>{words.class}</dt>
        <dd>
          {row.class}: {words.classes[row.class]}
        </dd>
      </div>
      <div>
        <dt>{words.plan}</dt>
        <dd>{words.planned[row.planned]}</dd>
      </div>
      {named !== null && (
        <div>
          <dt>{words.size}</dt>
          <dd>{bytes(named.size, language)}</dd>
        </div>
      )}
      {held !== null && (
        <div>
          <dt>{words.held}</dt>
          <dd>
            <StateMark tone={held.verdict === 'infected' ? 'bad' : 'warn'}>
              {words.verdicts[held.verdict]}
            </StateMark>{' '}
            <bdi>{held.detail}</bdi>
            {held.verdict === 'infected' && <p>{words.neverReleased}</p>}
          </dd>
        </div>
      )}
      {named !== null && named.says.length > 0 && (
        <div>
          <dt>{words.says}</dt>
          <dd>
            {named.says.map((one) => (
              <bdi key={one} className="line">
                {one}
              </bdi>
            ))}
          </dd>
        </div>
      )}
      <div>
        <dt>{words.group}</dt>
        <dd className="mono breakable">{row.facts}</dd>
      </div>
      {named !== null && (
        <div className="wide">
          <dt>{words.place}</dt>
          <dd>
            {named.places.map((one) => (
              <bdi key={one} className="line mono breakable">
                {one}
              </bdi>
            ))}
            {row.files > named.places.length && words.more(count(row.files - named.places.length, language))}
          </dd>
        </div>
      )}
    </dl>
  )
}

function Votes({ votes }: { votes: QueueGroupShape['votes'] }) {
  const words = useWords(queueWords)
  if (votes.length === 0) return null
  return (
    <div>
      <h3>{words.said}</h3>
      <ul>
        {votes.map(({ person, role, outcome, reason, at, rule, askedByTenant }) => (
          <li key={person}>
            {person} ({role}): <strong>{words.outcomes[outcome]}</strong> · “<bdi>{reason}</bdi>” ·{' '}
            <Moment at={at} />
            {askedByTenant && ` · ${words.askedByTenant}`}
            {rule !== null && (
              <>
                {' '}
                · {words.byRule} <code>{rule}</code>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
