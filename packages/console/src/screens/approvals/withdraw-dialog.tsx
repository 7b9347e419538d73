import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'

import { caseKey } from '../../api/queries.ts'
import type { ApprovalRequestShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { Complaint } from '../../parts/complaint.tsx'
import { useWords } from '../../words/language.tsx'
import { withdraw } from './approval-queries.ts'
import { approvalsWords, signWords } from './approvals-words.ts'

interface WithdrawDialogProps {
  readonly caseId: string
  readonly request: ApprovalRequestShape
  /** The whole request, not only the own word. */
  readonly whole: boolean
  readonly close: () => void
}

/** Takes a word, or the whole request, back; with a reason, because others relied on it. */
export function WithdrawDialog({ caseId, request, whole, close }: WithdrawDialogProps) {
  const words = useWords(approvalsWords)
  const sign = useWords(signWords)
  const dialog = useRef<HTMLDialogElement>(null)
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>()
  useEffect(() => dialog.current?.showModal(), [])
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const reason = formText(new FormData(event.currentTarget), 'reason')
    try {
      await withdraw(caseId, request.request, { whole, reason })
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
      dialog.current?.close()
    } catch (failure) {
      setError(failure)
    }
  }
  const { kind, name } = request.subject
  const action = whole ? words.callOff : words.takeBack
  return (
    <dialog ref={dialog} className="sign-dialog" aria-labelledby="withdraw-title" onClose={close}>
      <h2 id="withdraw-title">
        {action.replace(' …', '')}: {words.subjects[kind](name)}
      </h2>
      <form className="stacked" onSubmit={(event) => void send(event)}>
        <label>
          {sign.reason}
          <textarea name="reason" rows={3} required maxLength={2000} />
        </label>
        <div className="buttons">
          <button>{action.replace(' …', '')}</button>
          <button type="button" className="plain" onClick={() => dialog.current?.close()}>
            {sign.cancel}
          </button>
        </div>
      </form>
      {error !== undefined && <Complaint title={sign.failed} error={error} />}
    </dialog>
  )
}
