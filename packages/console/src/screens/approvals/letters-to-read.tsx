import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { caseKey, casePath, caseQuery, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { ApprovalRequestShape, LetterShape, LettersToReadShape } from '../../api/shapes.ts'
import { BothLanguages } from '../../parts/both-languages.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { LetterText } from '../statements/letter-text.tsx'
import { letterWords } from '../statements/letter-words.ts'
import { RevisionChanges } from '../statements/revision-changes.tsx'

/**
 * The letters of a request that whoever signs it opens first, one after the other; each is marked as read with one
 * button, which goes on to the next. There for those who sign letters, while more than one letter waits.
 */
export function LettersToRead({ caseId, request }: { caseId: string; request: ApprovalRequestShape }) {
  const { data: me } = useQuery(meQuery)
  const isMany = request.facts.some(({ id, value }) => id === 'letters' && Number(value) > 1)
  const isSigner = me?.permissions.some((one) => one === 'signLetters') === true
  if (!isMany || !isSigner || request.yours.roles.length === 0) return null
  return <Reading caseId={caseId} request={request.request} />
}

function Reading({ caseId, request }: { caseId: string; request: string }) {
  const words = useWords(letterWords)
  const nameOf = useTenantNames()
  const path = `/approvals/${encodeURIComponent(request)}/letters`
  const { data, error } = useQuery(caseQuery<LettersToReadShape>(caseId, path))
  const [open, setOpen] = useState<string>()
  if (error !== null) return <ProblemNote error={error} />
  if (data === undefined) return null
  const next = data.toRead.find(({ isRead }) => !isRead)?.tenant
  const shown = open ?? next
  return (
    <section aria-label={words.toRead} className="letters-to-read">
      <h3>
        {words.toRead}{' '}
        <StateMark tone={data.unread === 0 ? 'good' : 'warn'}>
          {words.read(data.toRead.length - data.unread, data.toRead.length)}
        </StateMark>
      </h3>
      <p className="quiet">{words.toReadNote(data.letters, data.wordings)}</p>
      <label>
        {words.letter}{' '}
        <select value={shown ?? ''} onChange={({ target }) => setOpen(target.value)}>
          {shown === undefined && <option value="">{words.allRead}</option>}
          {data.toRead.map(({ tenant, why, isRead }) => (
            <option key={tenant} value={tenant}>
              {`${isRead ? '✓ ' : ''}${nameOf(tenant)} (${words.why[why]})`}
            </option>
          ))}
        </select>
      </label>
      {shown !== undefined && (
        <OneLetter
          key={shown}
          caseId={caseId}
          path={`${path}/${encodeURIComponent(shown)}`}
          isRead={data.toRead.some(({ tenant, isRead }) => tenant === shown && isRead)}
          onRead={() => setOpen(undefined)}
        />
      )}
    </section>
  )
}

interface OneLetterProps {
  readonly caseId: string
  readonly path: string
  readonly isRead: boolean
  readonly onRead: () => void
}

function OneLetter({ caseId, path, isRead, onRead }: OneLetterProps) {
  const words = useWords(letterWords)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const { data, error } = useQuery(caseQuery<LetterShape>(caseId, path))
  const mark = useMutation({
    mutationFn: () => postJson(`${casePath(caseId)}${path}/seen`, {}),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
      onRead()
    },
  })
  if (error !== null) return <ProblemNote error={error} />
  if (data === undefined) return null
  return (
    <article className="letter" aria-label={`${data.name}, ${words.revision(data.revision)}`}>
      <h4>
        {data.name} <span className="quiet">{words.revision(data.revision)}</span>
      </h4>
      {data.findings.map(({ message, german, severity }) => (
        <p key={message}>
          <StateMark tone={severity === 'error' ? 'bad' : 'warn'}>
            {language === 'de' ? german : message}
          </StateMark>
        </p>
      ))}
      <RevisionChanges letter={data} />
      <LetterText letter={data} level={5} />
      <details>
        <summary>{words.particulars}</summary>
        <BothLanguages text={data.particulars} />
      </details>
      {!isRead && (
        <button type="button" disabled={mark.isPending} onClick={() => mark.mutate()}>
          {words.markRead}
        </button>
      )}
      {mark.error !== null && <ProblemNote error={mark.error} />}
    </article>
  )
}
