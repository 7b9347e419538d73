import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { claimStateNames } from '../../../../platform/src/core/messages/index.ts'
import { caseQuery, meQuery } from '../../api/queries.ts'
import type { ApprovalRequestShape, ClaimShape, ClaimsShape } from '../../api/shapes.ts'
import { moveByKey } from '../../parts/row-keys.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTitle } from '../../parts/title.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { SignDialog } from '../approvals/sign-dialog.tsx'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { ClaimCard } from './claim-card.tsx'
import './claims.css'
import { claimsWords } from './claims-words.ts'
import { StateClaim } from './state-claim.tsx'

/** The register of claims: what is in force, what it blocks, what has to be corrected; stated and taken back with passkeys. */
export default function Claims({ caseId }: ScreenProps) {
  const words = useWords(claimsWords)
  const { language } = useLanguage()
  useTitle(words.title)
  const { data: view } = useSuspenseQuery(caseQuery<ClaimsShape>(caseId, '/claims'))
  const { data: me } = useQuery(meQuery)
  const [signing, setSigning] = useState<ApprovalRequestShape>()
  /** What is stated anew; counted, so that the form opens again when it was closed by hand. */
  const [anew, setAnew] = useState<{ readonly row: ClaimShape; readonly time: number }>()
  const mayState = me?.permissions.some((one) => one === 'stateClaim') === true
  return (
    <div className="claims-screen">
      <div className="screen-head">
        <h1>{words.title}</h1>
        <p className="quiet">{words.lead}</p>
      </div>
      <Corrections caseId={caseId} view={view} />
      <Contradicting view={view} />
      {mayState && (
        <StateClaim
          key={anew === undefined ? '' : `${anew.row.claim} ${anew.time}`}
          caseId={caseId}
          before={anew?.row}
          services={view.services}
          sign={setSigning}
          onDone={() => setAnew(undefined)}
        />
      )}
      {me !== undefined && !mayState && (
        <p className="quiet">
          {words.notYours(view.roles.map((role) => roleName(role, language)).join(', '))}
        </p>
      )}
      {view.claims.length === 0 && <p className="quiet">{words.none}</p>}
      <div className="claim-list" onKeyDown={moveByKey}>
        {view.claims.map((row) => (
          <ClaimCard
            key={row.claim}
            caseId={caseId}
            row={row}
            services={view.services}
            mayState={mayState}
            onAnew={() => setAnew((last) => ({ row, time: (last?.time ?? 0) + 1 }))}
            sign={setSigning}
          />
        ))}
      </div>
      {signing !== undefined && (
        <SignDialog
          caseId={caseId}
          request={signing}
          verdict="approve"
          what={words.claim(signing.subject.name)}
          close={() => setSigning(undefined)}
        />
      )}
    </div>
  )
}

function Corrections({ caseId, view }: { caseId: string; view: ClaimsShape }) {
  const words = useWords(claimsWords)
  const { language } = useLanguage()
  if (view.corrections.length === 0) return null
  const named = (state: string): string =>
    Object.entries(claimStateNames).find(([id]) => id === state)?.[1][language] ?? state
  const inForce = new Map(view.claims.map(({ claim, inForce: is }) => [claim, is]))
  return (
    <section className="block" aria-labelledby="to-correct">
      <h2 id="to-correct">{words.toCorrect}</h2>
      <ul>
        {view.corrections.map(({ number, claim, said, now }) => (
          <li key={`${number} ${claim}`}>
            <StateMark tone="bad">
              {words.correction(
                number,
                claim,
                named(said),
                inForce.get(claim) == null ? words.noLonger : named(now),
              )}
            </StateMark>{' '}
            <a href={`/cases/${encodeURIComponent(caseId)}/word`}>{words.toWord}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Contradicting({ view: { contradicting } }: { view: ClaimsShape }) {
  const words = useWords(claimsWords)
  if (contradicting.length === 0) return null
  return (
    <section className="block" aria-labelledby="contradicting">
      <h2 id="contradicting">{words.contradicting}</h2>
      <p className="quiet">{words.contradictingNote}</p>
      <ul>
        {contradicting.map(({ published, draft, language, sentence, claim }, place) => (
          <li key={place}>
            <StateMark tone={published === null ? 'warn' : 'bad'}>
              {published === null ? words.ofDraft(draft ?? '') : words.ofUpdate(published)}
            </StateMark>{' '}
            <q lang={language}>{sentence}</q> <span className="quiet">{words.says(claim)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
