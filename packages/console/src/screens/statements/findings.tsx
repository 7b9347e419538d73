import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { findingTextWords, statementWords } from '../../../../platform/src/core/messages/index.ts'
import { caseQuery, meQuery } from '../../api/queries.ts'
import type { ApprovalRequestShape, FindingShape, TenantFindingsShape } from '../../api/shapes.ts'
import { Moment } from '../../parts/moment.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark, type Tone } from '../../parts/state-mark.tsx'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { SignDialog } from '../approvals/sign-dialog.tsx'
import { FindingForm } from './finding-form.tsx'
import { findingWords } from './finding-words.ts'

const tones: Readonly<Record<FindingShape['verdict'], Tone>> = {
  confirmed: 'bad',
  possible: 'warn',
  undetermined: 'warn',
  excluded: 'good',
}

/** What was found about one customer: the answers with their reasons, what nobody examined, and the form for another one. */
export function Findings({ caseId, tenant }: { caseId: string; tenant: string }) {
  const words = useWords(findingWords)
  const { language } = useLanguage()
  const { data: me } = useQuery(meQuery)
  const path = `/statements/${encodeURIComponent(tenant)}/findings`
  const { data, error } = useQuery({ ...caseQuery<TenantFindingsShape>(caseId, path), retry: false })
  const [signing, setSigning] = useState<ApprovalRequestShape>()
  if (error !== null) return <ProblemNote error={error} />
  if (data === undefined) return null
  const isAble = me?.permissions.some((one) => one === 'stateFindings') === true
  return (
    <section aria-label={words.title} className="customer-findings">
      <h3>{words.title}</h3>
      <p className="quiet">{words.lead}</p>
      {data.requests.length > 0 && (
        <p>
          <a href={`/cases/${encodeURIComponent(caseId)}/approvals`}>{words.waits}</a>
        </p>
      )}
      {data.findings.length === 0 ? <p>{words.none}</p> : <List data={data} />}
      <Open data={data} />
      {isAble ? (
        <FindingForm caseId={caseId} data={data} sign={setSigning} />
      ) : (
        <p className="quiet">
          {words.notYours(data.roles.any.map((role) => roleName(role, language)).join(', '))}
        </p>
      )}
      {signing !== undefined && (
        <SignDialog
          caseId={caseId}
          request={signing}
          verdict="approve"
          what={words.signs(signing.subject.name)}
          close={() => setSigning(undefined)}
        />
      )}
    </section>
  )
}

function List({ data: { services, findings } }: { data: TenantFindingsShape }) {
  const words = useWords(findingWords)
  const { language } = useLanguage()
  const { harm: harmWords, answer, dataClass } = statementWords[language]
  const nameOf = (id: string): string => services.find((one) => one.id === id)?.name[language] ?? id
  const heads = [words.service, words.question, words.verdict, words.why, words.by] as const
  return (
    <table className="list letter-table">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {findings.map((one) => (
          <tr key={one.hash}>
            <td data-head={heads[0]}>
              {nameOf(one.service)},{' '}
              {one.data === 'all' ? findingTextWords[language].all : dataClass(one.data)}
            </td>
            <td data-head={heads[1]}>{harmWords[one.harm]}</td>
            <td data-head={heads[2]}>
              <StateMark tone={one.stands === 'in force' ? tones[one.verdict] : 'unknown'}>
                {answer[one.verdict]}
              </StateMark>{' '}
              <span className="quiet">{words.stands[one.stands]}</span>
            </td>
            <td data-head={heads[3]}>
              <Why finding={one} />
            </td>
            <td data-head={heads[4]}>
              {one.signedBy.map(({ person, role }) => `${person} (${roleName(role, language)})`).join(', ')}{' '}
              <Moment at={one.asOf} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Why({ finding: { grounds, gaps, bytes, period, evidence } }: { finding: FindingShape }) {
  const words = useWords(findingWords)
  const { language } = useLanguage()
  return (
    <>
      {grounds !== null && (
        <p>
          {words.grounds} {grounds[language]}
        </p>
      )}
      {gaps !== null && (
        <p>
          {words.gaps} {gaps[language]}
        </p>
      )}
      {bytes !== null && <p>{words.amount(count(bytes.atLeast, language), count(bytes.atMost, language))}</p>}
      {period !== null && (
        <p>
          <Moment at={period.from} /> – <Moment at={period.to} />
        </p>
      )}
      {evidence.length > 0 && (
        <details>
          <summary>{words.evidence(evidence.length)}</summary>
          <ul className="mono breakable">
            {evidence.map((hash) => (
              <li key={hash}>{hash}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** What nobody examined, one line a service. */
function Open({ data: { services, open } }: { data: TenantFindingsShape }) {
  const words = useWords(findingWords)
  const { language } = useLanguage()
  if (open.length === 0) return null
  return (
    <>
      <h4>{words.open}</h4>
      <ul>
        {[...Map.groupBy(open, ({ service }) => service)].map(([service, questions]) => (
          <li key={service}>
            {services.find(({ id }) => id === service)?.name[language] ?? service}:{' '}
            {questions.map(({ harm }) => statementWords[language].harm[harm]).join(', ')}
          </li>
        ))}
      </ul>
    </>
  )
}
