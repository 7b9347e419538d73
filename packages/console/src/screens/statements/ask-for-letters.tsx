import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { caseKey, casePath, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import { formText } from '../../parts/form-text.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../words/language.tsx'
import { statementsWords } from './statements-words.ts'

interface AskForLettersProps {
  readonly caseId: string
  /** Absent: all that wait. */
  readonly tenant?: string
  readonly note?: string
  readonly button: string
}

/** Asks "dpo" and "forensics" to sign one letter, or all that wait, under one hash. */
export function AskForLetters({ caseId, tenant, note, button }: AskForLettersProps) {
  const words = useWords(statementsWords)
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const ask = useMutation({
    mutationFn: (reason: string) =>
      postJson(`${casePath(caseId)}/statements/approval`, {
        reason,
        ...(tenant !== undefined && { tenants: [tenant] }),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  if (me?.permissions.some((one) => one === 'requestApproval') !== true) return null
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate(formText(new FormData(event.currentTarget), 'reason'))
      }}
    >
      {note !== undefined && <StateMark tone="warn">{note}</StateMark>}
      <label>
        {words.why}
        <input name="reason" required maxLength={500} autoComplete="off" />
      </label>
      <button disabled={ask.isPending}>{button}</button>
      {ask.error !== null && <ProblemNote error={ask.error} />}
    </form>
  )
}
