import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { draftWords } from '../../../../platform/src/core/messages/index.ts'
import { caseKey, casePath, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { DutyDraftShape, DutyRowShape } from '../../api/shapes.ts'
import { Moment } from '../../parts/moment.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { AskSignatures } from './ask-signatures.tsx'
import { dutiesWords } from './duties-words.ts'
import type { Which } from './which-document.ts'
import { HandedIn } from './handed-in.tsx'

interface DocumentProps {
  readonly caseId: string
  readonly row: DutyRowShape
  readonly which: Which
  readonly draft: DutyDraftShape
}

/** A document as it stands: how far, what is missing, what changed, the text, and what can be done now. */
export function DocumentText({ caseId, row, which, draft }: DocumentProps) {
  const words = useWords(dutiesWords)
  const { language } = useLanguage()
  const { data: me } = useQuery(meQuery)
  const may = (permission: 'recordClock' | 'requestApproval') =>
    me?.permissions.some((one) => one === permission) === true
  const people = draft.approvals.map(({ person, role }) => `${person} (${role})`).join(', ')
  const isApproved = draft.status === 'approved'
  const isOpen = draft.applies !== 'no'
  const query = new URLSearchParams({ ...which }).toString()
  return (
    <>
      <p>
        <StateMark tone={isApproved ? 'good' : 'busy'}>
          {isApproved ? words.approvedBy(draft.approvedBy.join(', ')) : words.draft}
        </StateMark>{' '}
        <span className="quiet">{words.revision(draft.revision)}</span>
      </p>
      {draft.privileged !== null && <p>{words.apart}</p>}
      {draft.why !== null && (
        <p>
          <StateMark tone="warn">{draft.why[language]}</StateMark>
        </p>
      )}
      {!isApproved && people !== '' && <p>{words.signedBy(people)}</p>}
      <Lists caseId={caseId} draft={draft} />
      <DraftChanges draft={draft} />
      <details>
        <summary>{words.text}</summary>
        <pre className="signed-text" lang={which.language} tabIndex={0}>
          {draft.text}
        </pre>
      </details>
      <div className="buttons">
        <CopyText text={draft.text} />
        <a
          className="button"
          href={`${casePath(caseId)}/duties/${encodeURIComponent(row.duty)}/draft.pdf?${query}`}
          download
        >
          {words.pdf}
        </a>
        {draft.revision === 0 && isOpen && may('recordClock') && (
          <Keep caseId={caseId} duty={row.duty} which={which} />
        )}
        {isOpen && may('recordClock') && row.state !== 'notApplicable' && (
          <HandedIn
            caseId={caseId}
            row={row}
            which={which}
            isApproved={isApproved}
            revisions={draft.revisions}
          />
        )}
      </div>
      {!isApproved && isOpen && draft.takes.length > 0 && (
        <AskSignatures
          caseId={caseId}
          duty={row.duty}
          which={which}
          draft={draft}
          isAble={may('requestApproval')}
        />
      )}
    </>
  )
}

function Lists({ caseId, draft }: { caseId: string; draft: DutyDraftShape }) {
  const words = useWords(dutiesWords)
  const { language } = useLanguage()
  const of = draftWords[language].findings
  return (
    <>
      {draft.missing.length > 0 && (
        <div>
          <StateMark tone="warn">{words.missingList}</StateMark>
          <ul>
            {draft.missing.map(({ key, label, field }) => (
              <li key={key}>
                {key}{' '}
                {field === null ? (
                  label
                ) : (
                  <a
                    href={`/cases/${encodeURIComponent(caseId)}/facts?field=${encodeURIComponent(field)}`}
                    title={field}
                  >
                    {label}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {draft.undecided.length > 0 && (
        <details>
          <summary>
            {words.undecidedList} {draft.undecided.length}
          </summary>
          <ul>
            {draft.undecided.map(({ key, label, condition }) => (
              <li key={key}>
                {key} {label} <span className="quiet">({condition})</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {draft.findings.length > 0 && (
        <div>
          <StateMark tone="warn">{words.findings}</StateMark>
          <ul>
            {draft.findings.map(({ problem, key, detail }) => (
              <li key={`${problem} ${key} ${detail}`}>
                {key !== '' && `[${key}] `}
                {Object.hasOwn(of, problem) ? of[problem as keyof typeof of] : problem}: {detail}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function DraftChanges({ draft: { changes, sinceSubmission } }: { draft: DutyDraftShape }) {
  const words = useWords(dutiesWords)
  return (
    <>
      {changes !== null && <Changes title={words.changesSince(changes.since)} items={changes.items} />}
      {sinceSubmission !== null && (
        <Changes
          title={
            <>
              {words.sinceHandedIn} <Moment at={sinceSubmission.at} />
              {sinceSubmission.reference !== null && ` (${words.number} ${sinceSubmission.reference})`}:
            </>
          }
          items={sinceSubmission.items}
        />
      )}
    </>
  )
}

interface ChangesProps {
  readonly title: React.ReactNode
  readonly items: NonNullable<DutyDraftShape['changes']>['items']
}

function Changes({ title, items }: ChangesProps) {
  const words = useWords(dutiesWords)
  return (
    <details open={items.length > 0 && items.length < 12}>
      <summary>
        {title} {items.length === 0 ? words.nothingChanged : items.length}
      </summary>
      <ul>
        {items.map(({ key, label, kind, was, now }) => (
          <li key={`${key} ${label}`}>
            [{key}] {label}: {words.changed[kind]}
            {now !== null && <> “{now}”</>}
            {was !== null && (
              <span className="quiet">
                {' '}
                ({words.was} “{was}”)
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

function CopyText({ text }: { text: string }) {
  const words = useWords(dutiesWords)
  const [isCopied, setCopied] = useState(false)
  return (
    <>
      <button
        type="button"
        className="plain"
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {words.copy}
      </button>
      <span role="status" className="quiet">
        {isCopied ? words.copied : ''}
      </span>
    </>
  )
}

function Keep({ caseId, duty, which }: { caseId: string; duty: string; which: Which }) {
  const words = useWords(dutiesWords)
  const queries = useQueryClient()
  const keep = useMutation({
    mutationFn: () => postJson(`${casePath(caseId)}/duties/${encodeURIComponent(duty)}/draft`, which),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  return (
    <>
      <button type="button" disabled={keep.isPending} onClick={() => keep.mutate()}>
        {words.keep}
      </button>
      {keep.error !== null && <ProblemNote error={keep.error} />}
    </>
  )
}
