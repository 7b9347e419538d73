import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { caseKey, casePath, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import { formText } from '../../parts/form-text.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useWords } from '../../words/language.tsx'
import { subscriptionsWords } from './subscriptions-words.ts'

/** One act with its reason, in the own name; not there for whoever may not. */
export function ReasonForm({
  caseId,
  path,
  label,
  of,
}: {
  readonly caseId: string
  /** Below the case. */
  readonly path: string
  readonly label: string
  /** What it is about, for whoever hears the button among others of its kind. */
  readonly of: string
}) {
  const words = useWords(subscriptionsWords)
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const act = useMutation({
    mutationFn: (reason: string) => postJson(`${casePath(caseId)}${path}`, { reason }),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  if (me?.permissions.some((one) => one === 'publishWord') !== true) return null
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault()
        act.mutate(formText(new FormData(event.currentTarget), 'reason'))
      }}
    >
      <label>
        {words.reason}
        <input name="reason" required maxLength={200} autoComplete="off" />
      </label>
      <button className="plain" aria-label={`${label}: ${of}`} disabled={act.isPending}>
        {label}
      </button>
      {act.error !== null && <ProblemNote error={act.error} />}
    </form>
  )
}
