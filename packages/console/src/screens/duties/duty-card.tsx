import { useState } from 'react'

import type { DutyRowShape } from '../../api/shapes.ts'
import { Moment } from '../../parts/moment.tsx'
import { StateMark, type Tone } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { clockWords } from '../clocks/clock-words.ts'
import { dutiesWords } from './duties-words.ts'
import { DutyDocument } from './duty-document.tsx'

const clockTones: Readonly<Record<DutyRowShape['state'], Tone>> = {
  missed: 'bad',
  approaching: 'warn',
  running: 'busy',
  waiting: 'unknown',
  met: 'good',
  notApplicable: 'unknown',
  noClock: 'unknown',
}

const stageTones: Readonly<Record<DutyRowShape['stage'], Tone>> = {
  none: 'warn',
  drafted: 'busy',
  outdated: 'warn',
  approved: 'good',
  submitted: 'good',
  'nothing-written': 'unknown',
  'kept-apart': 'unknown',
}

interface DutyCardProps {
  readonly caseId: string
  readonly row: DutyRowShape
  /** Named in the address: open from the start. */
  readonly isAsked: boolean
}

/** One duty: its clock and how far it is; behind it the document. */
export function DutyCard({ caseId, row, isAsked }: DutyCardProps) {
  const words = useWords(dutiesWords)
  const clocks = useWords(clockWords)
  const { language } = useLanguage()
  const [isOpen, setOpen] = useState(isAsked)
  const { state, due, stage, missing, applies } = row
  return (
    <article className="block duty" aria-label={row.duty}>
      <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary data-row>
          <strong>{row.title[language]}</strong> <span className="quiet">{row.duty}</span>
          <span className="duty-marks">
            <StateMark tone={clockTones[state]}>{clocks.states[state]}</StateMark>
            {due !== null && <Moment at={due} isDue={['missed', 'approaching', 'running'].includes(state)} />}
            {row.dueBy !== null && <span className="quiet">{words.by(clocks.dueBy[row.dueBy])}</span>}
            {(applies !== 'no' || stage !== 'none') && (
              <StateMark tone={stageTones[stage]}>{words.stages[stage]}</StateMark>
            )}
            {missing.length > 0 && <StateMark tone="warn">{words.missing(missing.length)}</StateMark>}
            {applies === 'unknown' && <span className="quiet">{words.mayHold}</span>}
            {applies === 'no' && <span className="quiet">{words.doesNot}</span>}
            {row.tenants > 0 && <span className="quiet">{words.tenants(row.tenants)}</span>}
          </span>
        </summary>
        <dl className="facts">
          <div>
            <dt>{words.to}</dt>
            <dd>{row.recipient[language]}</dd>
          </div>
          <div>
            <dt>{words.norm}</dt>
            <dd>{row.norm}</dd>
          </div>
          <div>
            <dt>{words.owed}</dt>
            <dd>{row.why[language]}</dd>
          </div>
          {row.approve.length > 0 && (
            <div>
              <dt>{words.signers}</dt>
              <dd>
                {row.approve.map((role) => roleName(role, language)).join(', ')}
                {row.approve.length === 1 && ` ${words.andAnybody}`}
              </dd>
            </div>
          )}
        </dl>
        <Submissions row={row} />
        {isOpen && row.readable && <DutyDocument caseId={caseId} row={row} />}
      </details>
    </article>
  )
}

function Submissions({ row: { submissions } }: { row: DutyRowShape }) {
  const words = useWords(dutiesWords)
  return submissions.map(({ at, reference, receipt, delayReason }) => (
    <p key={`${at} ${receipt}`}>
      <StateMark tone="good">
        {words.handedIn} <Moment at={at} />
      </StateMark>
      {reference !== null && `, ${words.number} ${reference}`}
      {delayReason !== null && `. ${words.late}: ${delayReason}`}
      <br />
      <span className="quiet">
        {words.receipt} <span className="mono breakable">{receipt}</span>
      </span>
    </p>
  ))
}
