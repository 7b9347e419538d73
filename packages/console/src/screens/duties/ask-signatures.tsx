import { useMutation, useQueryClient } from '@tanstack/react-query'

import { caseKey, casePath } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { DutyDraftShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useWords } from '../../words/language.tsx'
import { dutiesWords } from './duties-words.ts'
import type { Which } from './which-document.ts'

interface AskProps {
  readonly caseId: string
  readonly duty: string
  readonly which: Which
  readonly draft: DutyDraftShape
  readonly isAble: boolean
}

/** Asks those who answer for the duty to sign exactly this; with gaps, the reason is part of it. */
export function AskSignatures({ caseId, duty, which, draft, isAble }: AskProps) {
  const words = useWords(dutiesWords)
  const queries = useQueryClient()
  const ask = useMutation({
    mutationFn: (form: FormData) => {
      const incomplete = formText(form, 'incomplete')
      return postJson(`${casePath(caseId)}/duties/${encodeURIComponent(duty)}/approval`, {
        ...which,
        reason: formText(form, 'reason'),
        ...(incomplete !== '' && { incomplete }),
      })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  if (draft.request !== null) {
    return (
      <p>
        <a href={`/cases/${encodeURIComponent(caseId)}/approvals`}>{words.waits}</a>
      </p>
    )
  }
  if (!isAble) return null
  return (
    <form
      className="say-form"
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate(new FormData(event.currentTarget))
      }}
    >
      <label>
        {words.askWhy}
        <input name="reason" required maxLength={500} autoComplete="off" />
      </label>
      {draft.missing.length > 0 && (
        <label>
          {words.incomplete}
          <input name="incomplete" required maxLength={500} autoComplete="off" />
        </label>
      )}
      <div className="buttons">
        <button disabled={ask.isPending}>{words.ask}</button>
      </div>
      {ask.error !== null && <ProblemNote error={ask.error} />}
    </form>
  )
}
