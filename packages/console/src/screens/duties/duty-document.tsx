import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { caseQuery } from '../../api/queries.ts'
import type { DutyDraftShape, DutyRowShape } from '../../api/shapes.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { draftWords } from '../../../../platform/src/core/messages/index.ts'
import { dutiesWords } from './duties-words.ts'
import { DocumentText } from './document-text.tsx'
import type { Which } from './which-document.ts'

/** The document of a duty, in the language that its recipient reads. */
export function DutyDocument({ caseId, row }: { caseId: string; row: DutyRowShape }) {
  const words = useWords(dutiesWords)
  const nameOf = useTenantNames()
  const { language: own } = useLanguage()
  const [which, setWhich] = useState<Which>({
    language: 'de',
    ...(row.someTenants.length === 1 && row.someTenants[0] !== undefined && { tenant: row.someTenants[0] }),
    ...(row.groups[0] !== undefined && { group: row.groups[0] }),
  })
  const isChosen = row.tenants === 0 || which.tenant !== undefined
  const path = `/duties/${encodeURIComponent(row.duty)}/draft`
  const query = new URLSearchParams({ ...which }).toString()
  const { data, error } = useQuery({
    ...caseQuery<DutyDraftShape>(caseId, `${path}?${query}`),
    enabled: isChosen,
  })
  return (
    <section className="duty-document" aria-label={words.open}>
      <div className="filters">
        <label>
          {words.languageOf}
          <select
            value={which.language}
            onChange={({ target }) => setWhich({ ...which, language: target.value === 'en' ? 'en' : 'de' })}
          >
            <option value="de">Deutsch</option>
            <option value="en">English</option>
          </select>
        </label>
        {row.tenants > 0 && (
          <label>
            {words.tenant}
            <select
              value={which.tenant ?? ''}
              onChange={({ target }) => setWhich({ ...which, tenant: target.value })}
            >
              {which.tenant === undefined && <option value="">{words.choose}</option>}
              {row.someTenants.map((tenant) => (
                <option key={tenant} value={tenant}>
                  {nameOf(tenant)}
                </option>
              ))}
            </select>
          </label>
        )}
        {row.groups.length > 0 && (
          <label>
            {words.group}
            <select
              value={which.group}
              onChange={({ target }) => setWhich({ ...which, group: target.value })}
            >
              {row.groups.map((group) => (
                <option key={group} value={group}>
                  {draftWords[own].group[group] ?? group}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {error !== null && <ProblemNote error={error} />}
      {isChosen && data === undefined && error === null && <p role="status">{words.loading}</p>}
      {data !== undefined && (
        <DocumentText key={data.contentHash} caseId={caseId} row={row} which={which} draft={data} />
      )}
    </section>
  )
}
