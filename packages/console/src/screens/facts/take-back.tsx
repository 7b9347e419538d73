import '../../styles/decisions.css'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useRef } from 'react'

import { caseKey } from '../../api/queries.ts'
import type { ApprovalRequestShape } from '../../api/shapes.ts'
import { frameWords } from '../../frame/frame-words.ts'
import { formText } from '../../parts/form-text.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useWords } from '../../words/language.tsx'
import { factsWords } from './facts-words.ts'
import { askedRequest } from './sign-at-once.ts'

interface TakeBackProps {
  readonly caseId: string
  readonly field: string
  readonly fact: string
  readonly sign: (request: ApprovalRequestShape) => void
}

/** Takes a fact back with a reason, signed; nothing takes its place. */
export function TakeBack({ caseId, field, fact, sign }: TakeBackProps) {
  const words = useWords(factsWords)
  const frame = useWords(frameWords)
  const title = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const queries = useQueryClient()
  const ask = useMutation({
    mutationFn: (reason: string) => askedRequest(caseId, `/${fact}/withdrawal`, { reason }),
    onSuccess: async (request) => {
      dialog.current?.close()
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
      sign(request)
    },
  })
  return (
    <>
      <button type="button" className="plain" onClick={() => dialog.current?.showModal()}>
        {words.takeBack}
      </button>
      <dialog ref={dialog} className="sign-dialog" aria-labelledby={title} onClose={() => ask.reset()}>
        <form
          className="stacked"
          onSubmit={(event) => {
            event.preventDefault()
            ask.mutate(formText(new FormData(event.currentTarget), 'reason'))
          }}
        >
          <h2 id={title}>{words.takeBackWhat(field)}</h2>
          <label>
            {words.reason}
            <input name="reason" required maxLength={200} autoComplete="off" />
          </label>
          {ask.error !== null && <ProblemNote error={ask.error} />}
          <div className="buttons">
            <button disabled={ask.isPending}>{words.toSign}</button>
            <button type="button" className="plain" onClick={() => dialog.current?.close()}>
              {frame.close}
            </button>
          </div>
        </form>
      </dialog>
    </>
  )
}
