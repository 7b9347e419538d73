import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { caseKey, casePath, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { WordShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { BothLanguages } from '../../parts/both-languages.tsx'
import { Moment } from '../../parts/moment.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { SayButton } from '../../parts/say-button.tsx'
import { StateMark, type Tone } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { audienceName, kindName } from './kind-name.ts'
import { wordWords } from './word-words.ts'

type Draft = WordShape['drafts'][number]

const tones: Readonly<Record<Draft['stage'], Tone>> = {
  'in review': 'busy',
  approved: 'good',
  rejected: 'bad',
  expired: 'warn',
}

interface DraftCardProps {
  readonly caseId: string
  readonly draft: Draft
  readonly onChange: () => void
}

/** A text that waits: as it would be read, who signed it, and what is next. */
export function DraftCard({ caseId, draft, onChange }: DraftCardProps) {
  const words = useWords(wordWords)
  const { language } = useLanguage()
  const { data: me } = useQuery(meQuery)
  const may = (permission: 'writeWord' | 'requestApproval') =>
    me?.permissions.some((one) => one === permission) === true
  return (
    <article className="block" aria-label={draft.update}>
      <header className="screen-head">
        <h3>
          {draft.update} <span className="quiet">{kindName(draft.kind, language)}</span>
        </h3>
        <StateMark tone={tones[draft.stage]}>{words.stages[draft.stage]}</StateMark>
      </header>
      <BothLanguages text={draft.text} />
      <p className="quiet">
        {audienceName(draft.audience, language)}, TLP:{draft.tlp}
        {draft.asOf !== null && (
          <>
            {' '}
            · {words.asOf} <Moment at={draft.asOf} />
          </>
        )}
        {draft.nextBy !== null && (
          <>
            {' '}
            · {words.promised} <Moment at={draft.nextBy} />
          </>
        )}
        {draft.everyHours !== null && ` · ${words.everyHours(draft.everyHours)}`}
        {draft.corrects !== null && ` · ${words.corrects(draft.corrects)}`}
      </p>
      <p>
        {draft.approvals.length === 0
          ? words.takes(
              draft.takes.map((roles) => roles.map((role) => roleName(role, language)).join(words.or)),
            )
          : words.signedBy(
              draft.approvals.map(({ person, role }) => `${person} (${roleName(role, language)})`).join(', '),
            )}
      </p>
      {draft.rejected !== null && draft.stage === 'rejected' && (
        <p>
          <StateMark tone="bad">{words.rejectedBy(draft.rejected.person, draft.rejected.why)}</StateMark>
        </p>
      )}
      <div className="buttons">
        {draft.stage === 'approved' && (
          <SayButton
            caseId={caseId}
            path={`/word/drafts/${encodeURIComponent(draft.update)}/publication`}
            body={{}}
            needs="publishWord"
          >
            {words.publish}
          </SayButton>
        )}
        {may('writeWord') && (
          <button type="button" className="plain" onClick={onChange}>
            {words.rewrite}
          </button>
        )}
      </div>
      {draft.stage === 'in review' &&
        (draft.request === null ? (
          may('requestApproval') && <AskForm caseId={caseId} update={draft.update} />
        ) : (
          <p>
            <a href={`/cases/${encodeURIComponent(caseId)}/approvals`}>{words.waits}</a>
          </p>
        ))}
    </article>
  )
}

function AskForm({ caseId, update }: { caseId: string; update: string }) {
  const words = useWords(wordWords)
  const queries = useQueryClient()
  const ask = useMutation({
    mutationFn: (reason: string) =>
      postJson(`${casePath(caseId)}/word/drafts/${encodeURIComponent(update)}/approval`, { reason }),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate(formText(new FormData(event.currentTarget), 'reason'))
      }}
    >
      <label>
        {words.why}
        <input name="reason" required maxLength={500} autoComplete="off" />
      </label>
      <button disabled={ask.isPending}>{words.ask}</button>
      {ask.error !== null && <ProblemNote error={ask.error} />}
    </form>
  )
}
