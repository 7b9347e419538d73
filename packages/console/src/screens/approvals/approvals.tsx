import '../../styles/decisions.css'
import './approvals.css'

import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { caseViewQuery } from '../../api/queries.ts'
import type { ApprovalRequestShape } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { CsvButton } from '../../parts/csv-button.tsx'
import { useSearchState } from '../../parts/search-state.ts'
import { useTitle } from '../../parts/title.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { approvalsQuery } from './approval-queries.ts'
import { approvalsWords } from './approvals-words.ts'
import { Overrides } from './overrides.tsx'
import { ReadyUnits } from './ready-units.tsx'
import { RequestCard } from './request-card.tsx'
import { SignDialog } from './sign-dialog.tsx'
import { useSubjectName } from './subject-name.ts'
import { WithdrawDialog } from './withdraw-dialog.tsx'
import type { Intent } from './intent.ts'

const show = (search: Readonly<Record<string, unknown>>): { show: 'open' | 'all' } => ({
  show: search['show'] === 'all' ? 'all' : 'open',
})

/** The inbox of signatures: what is asked, for how long, who said what, and what the gate still misses. */
export default function Approvals({ caseId }: ScreenProps) {
  const words = useWords(approvalsWords)
  const { language } = useLanguage()
  const [state, change] = useSearchState(show)
  const [before, setBefore] = useState<string>()
  const { data } = useSuspenseQuery(approvalsQuery(caseId, state.show, before))
  const { data: view } = useSuspenseQuery(caseViewQuery(caseId))
  const [intent, setIntent] = useState<Intent>()
  const named = useSubjectName()
  useTitle(words.title)
  const missingOf = (unit: string): readonly string[] | undefined =>
    view.units.find((one) => one.unit === unit)?.missing
  const close = (): void => setIntent(undefined)
  return (
    <div className="approvals">
      <div className="screen-head">
        <h1>{words.title}</h1>
        <span role="status">{words.count(count(data.total, language))}</span>
      </div>
      <p className="quiet">{words.lead}</p>
      <div className="filters">
        <label>
          {words.shows}
          <select
            value={state.show}
            onChange={({ target }) => {
              setBefore(undefined)
              change({ show: target.value === 'all' ? 'all' : 'open' })
            }}
          >
            <option value="open">{words.open}</option>
            <option value="all">{words.all}</option>
          </select>
        </label>
        <CsvButton name={`${caseId}-approvals`} rows={() => requestRows(data.requests)} />
      </div>
      {data.requests.length === 0 && <p>{state.show === 'open' ? words.none : words.noneAll}</p>}
      <ul className="cards">
        {data.requests.map((request) => (
          <li key={request.request}>
            <RequestCard caseId={caseId} request={request} missingOf={missingOf} want={setIntent} />
          </li>
        ))}
      </ul>
      {(before !== undefined || data.next !== null) && (
        <p>
          {before !== undefined && (
            <button type="button" onClick={() => setBefore(undefined)}>
              {words.newest}
            </button>
          )}{' '}
          {data.next !== null && (
            <button type="button" onClick={() => setBefore(data.next ?? undefined)}>
              {words.older}
            </button>
          )}
        </p>
      )}
      <ReadyUnits caseId={caseId} units={data.ready} total={data.readyTotal} missingOf={missingOf} />
      <Overrides overrides={data.overrides} />
      {intent?.kind === 'sign' && (
        <SignDialog
          key={`${intent.request.request} ${intent.verdict}`}
          caseId={caseId}
          request={intent.request}
          verdict={intent.verdict}
          what={words.subjects[intent.request.subject.kind](named(intent.request.subject))}
          {...(intent.request.subject.kind === 'override' && { typed: intent.request.subject.name })}
          close={close}
        />
      )}
      {intent?.kind === 'withdraw' && (
        <WithdrawDialog caseId={caseId} request={intent.request} whole={intent.whole} close={close} />
      )}
    </div>
  )
}

/** One line a signature, and one for a request that nobody has signed. */
function requestRows(requests: readonly ApprovalRequestShape[]): (string | number | null)[][] {
  return [
    ['request', 'kind', 'name', 'status', 'askedBy', 'askedAt', 'expiresAt', 'quorum', 'missing', 'contentHash', 'person', 'role', 'verdict', 'signedAt', 'reason'], // prettier-ignore
    ...requests.flatMap((one) => {
      const { request, subject, status, by, at, expiresAt, quorum, missing, contentHash, given, reason } = one
      const head = [
        request,
        subject.kind,
        subject.name,
        status,
        by,
        at,
        expiresAt,
        quorum,
        missing,
        contentHash,
      ]
      if (given.length === 0) return [[...head, null, null, null, null, reason]]
      return given.map((word) => [...head, word.person, word.role, word.verdict, word.at, word.reason])
    }),
  ]
}
