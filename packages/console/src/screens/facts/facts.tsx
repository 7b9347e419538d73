import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { caseQuery } from '../../api/queries.ts'
import type { ApprovalRequestShape, FactFieldShape, FactSheetShape } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { moveByKey } from '../../parts/row-keys.ts'
import { textOf, useSearchState } from '../../parts/search-state.ts'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { useTitle } from '../../parts/title.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { SignDialog } from '../approvals/sign-dialog.tsx'
import { FactCard } from './fact-card.tsx'
import './facts.css'
import { factsWords } from './facts-words.ts'

const shows = ['open', 'answered', 'all'] as const
type Show = (typeof shows)[number]

/** Every question about the incident with the answer that holds; answers are signed with the own passkey. */
export default function Facts({ caseId }: ScreenProps) {
  const words = useWords(factsWords)
  const nameOf = useTenantNames()
  const { language } = useLanguage()
  useTitle(words.title)
  const [{ scope, show, field, find }, change] = useSearchState(shownOf)
  const { data, error } = useQuery(
    caseQuery<FactSheetShape>(caseId, `/facts?scope=${encodeURIComponent(scope)}`),
  )
  const [signing, setSigning] = useState<ApprovalRequestShape>()
  const isFound = ({ field: id, title }: FactFieldShape): boolean =>
    `${id} ${title[language]}`.toLowerCase().includes(find.toLowerCase())
  const rows = (data?.fields ?? []).filter(
    (one) => (field === '' ? isShown(one, show) : one.field === field) && isFound(one),
  )
  const groups = [...new Set(rows.map(({ group }) => group))]
  return (
    <div className="fact-sheet">
      <div className="screen-head">
        <h1>{words.title}</h1>
        <p className="quiet">{words.lead}</p>
      </div>
      <div className="filters">
        <label>
          {words.about}
          <select value={scope} onChange={({ target }) => change({ scope: target.value })}>
            <option value="all">{words.scopes.all}</option>
            <option value="own">{words.scopes.own}</option>
            {data?.tenants.map((tenant) => (
              <option key={tenant} value={`tenant:${tenant}`}>
                {words.tenantScope(nameOf(tenant))}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.show}
          <select
            value={show}
            onChange={({ target }) => change({ show: shownOf({ show: target.value }).show, field: '' })}
          >
            {shows.map((one) => (
              <option key={one} value={one}>
                {words.shows[one]} ({data?.fields.filter((each) => isShown(each, one)).length ?? 0})
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.find}
          <input
            type="search"
            value={find}
            onChange={({ target }) => change({ find: target.value, field: '' })}
          />
        </label>
      </div>
      {error !== null && <ProblemNote error={error} />}
      {data !== undefined && rows.length === 0 && <p className="quiet">{words.nothing}</p>}
      <div className="fact-sheet" onKeyDown={moveByKey}>
        {groups.map((group) => (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{words.groups[group] ?? group}</h2>
            {rows
              .filter((row) => row.group === group)
              .map((row) => (
                <FactCard
                  key={`${row.field} ${scope}`}
                  caseId={caseId}
                  row={row}
                  scope={scope}
                  isAsked={row.field === field}
                  sign={setSigning}
                />
              ))}
          </section>
        ))}
      </div>
      {signing !== undefined && (
        <SignDialog
          caseId={caseId}
          request={signing}
          verdict="approve"
          what={words.fact(signing.subject.name.split(' ')[0] ?? '')}
          close={() => setSigning(undefined)}
        />
      )}
    </div>
  )
}

function isShown({ answer, scope }: FactFieldShape, show: Show): boolean {
  if (show === 'all') return true
  return show === 'open' ? answer === null && scope : answer !== null
}

function shownOf(search: Readonly<Record<string, unknown>>) {
  const scope = textOf(search['scope'])
  return {
    scope: scope === '' ? 'all' : scope,
    show: shows.find((one) => one === textOf(search['show'])) ?? 'open',
    field: textOf(search['field']),
    find: textOf(search['find']),
  }
}
