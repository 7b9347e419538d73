import '../../styles/decisions.css'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { caseKey, casePath, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import { formText } from '../../parts/form-text.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useWords } from '../../words/language.tsx'
import { rosterWords } from './roster-words.ts'

/** Calls the task force; the server goes on with deputies until every role has answered. */
export function RaiseAlarm({ caseId }: { caseId: string }) {
  const words = useWords(rosterWords)
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const raise = useMutation({
    mutationFn: (reason: string) =>
      postJson(`${casePath(caseId)}/alarm`, { reason }, { 'Idempotency-Key': crypto.randomUUID() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  if (me?.permissions.some((one) => one === 'raiseAlarm') !== true) return null
  return (
    <form
      className="block stacked"
      onSubmit={(event) => {
        event.preventDefault()
        raise.mutate(formText(new FormData(event.currentTarget), 'reason'))
      }}
    >
      <label>
        {words.reason}
        <input name="reason" required maxLength={200} autoComplete="off" />
        <span className="quiet">{words.raiseNote}</span>
      </label>
      <div className="buttons">
        <button disabled={raise.isPending}>{words.raise}</button>
      </div>
      {raise.error !== null && <ProblemNote error={raise.error} />}
    </form>
  )
}
