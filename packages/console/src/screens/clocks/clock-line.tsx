import type { ReactNode } from 'react'

import type { ClockRowShape } from '../../api/shapes.ts'
import { Moment } from '../../parts/moment.tsx'
import { StateMark, type Tone } from '../../parts/state-mark.tsx'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { MeetClock } from './meet-clock.tsx'
import { clockWords } from './clock-words.ts'

const tones: Readonly<Record<ClockRowShape['state'], Tone>> = {
  missed: 'bad',
  approaching: 'warn',
  running: 'busy',
  waiting: 'unknown',
  met: 'good',
  notApplicable: 'unknown',
  noClock: 'unknown',
}

/** One duty: how its clock stands, and behind it why. */
export function ClockLine({ caseId, row }: { caseId: string; row: ClockRowShape }) {
  const words = useWords(clockWords)
  const { language } = useLanguage()
  const { state, due, late } = row
  const isOver = state === 'missed' || state === 'approaching' || state === 'running'
  return (
    <tr>
      <td>
        <StateMark
          tone={tones[state]}
          {...(state === 'running' || state === 'waiting' ? { icon: 'waiting' as const } : {})}
        >
          {late ? words.metLate : words.states[state]}
        </StateMark>
      </td>
      <td>
        {due === null ? '–' : <Moment at={due} isDue={isOver} />}
        {state === 'waiting' && due !== null && <span className="quiet"> {words.atTheLatest}</span>}
      </td>
      <td>
        <details>
          <summary data-row>
            {row.title[language]} <span className="quiet">{row.duty}</span>
            {row.tenants !== null && row.tenantCount > 0 && (
              <span className="quiet"> · {words.tenants(count(row.tenantCount, language))}</span>
            )}
          </summary>
          <ClockReasons row={row} />
          <MeetClock caseId={caseId} row={row} />
        </details>
      </td>
      <td>{row.recipient[language]}</td>
      <td>{row.dueBy === null ? '' : words.dueBy[row.dueBy]}</td>
    </tr>
  )
}

function ClockReasons({ row }: { row: ClockRowShape }) {
  const words = useWords(clockWords)
  const { language } = useLanguage()
  const { waitsFor, because, unanswered, readings, tenants, tenantCount } = row
  return (
    <div className="reasons">
      {waitsFor !== null && <p>{words.waitsFor(words.facts[waitsFor] ?? waitsFor)}</p>}
      {because !== null && (
        <p>
          {words.because}: {because[language]}
          {row.signedBy.length > 0 && ` (${words.signedBy(row.signedBy.join(', '))})`}
        </p>
      )}
      {row.halfSignedBy.length > 0 && <p>{words.halfSigned(row.halfSignedBy.join(', '))}</p>}
      {row.provisional && <p>{words.provisional}</p>}
      {unanswered.length > 0 && <p>{words.unanswered(unanswered.join(', '))}</p>}
      <dl className="facts">
        <Fact name={words.owedBy}>{row.owedBy[language]}</Fact>
        <Fact name={words.trigger}>{row.trigger[language]}</Fact>
        <Fact name={words.norm}>{row.norm}</Fact>
        {row.startedAt !== null && (
          <Fact name={words.started}>
            <Moment at={row.startedAt} />
          </Fact>
        )}
        {row.metAt !== null && (
          <Fact name={words.states.met}>
            <Moment at={row.metAt} />
          </Fact>
        )}
        {row.proof !== null && (
          <Fact name={words.proof}>
            <span className="mono">{row.proof}</span>
          </Fact>
        )}
      </dl>
      {readings.length > 0 && (
        <p className="quiet">
          {words.readings}{' '}
          {readings.map(({ rule, due }, place) => (
            <span key={rule}>
              {place > 0 && '; '}
              {rule} {due === null ? '?' : <Moment at={due} />}
            </span>
          ))}
        </p>
      )}
      {tenants !== null && (
        <p className="quiet">
          {tenants.join(', ')}
          {tenantCount > tenants.length && ` ${words.more(count(tenantCount - tenants.length, language))}`}
        </p>
      )}
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
