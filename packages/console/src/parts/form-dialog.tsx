import '../styles/decisions.css'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId, useRef } from 'react'

import { caseKey } from '../api/queries.ts'
import { frameWords } from '../frame/frame-words.ts'
import { useWords } from '../words/language.tsx'
import { ProblemNote } from './problem-note.tsx'

interface FormDialogProps<Answer> {
  readonly caseId: string
  /** What the button says that opens it. */
  readonly opener: string
  readonly title: string
  /** What the button says that sends it. */
  readonly action: string
  readonly send: (form: FormData) => Promise<Answer>
  /** Called when the dialog is closed and the case was read again. */
  readonly done?: (answer: Answer) => void
  readonly children: ReactNode
}

/** A button that opens a form; it closes when the server took it, and says what is wrong when it did not. */
export function FormDialog<Answer>(props: FormDialogProps<Answer>) {
  const { caseId, opener, title, action, send, done, children } = props
  const frame = useWords(frameWords)
  const heading = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const queries = useQueryClient()
  const sending = useMutation({
    mutationFn: send,
    onSuccess: async (answer) => {
      dialog.current?.close()
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
      done?.(answer)
    },
  })
  return (
    <>
      <button type="button" className="plain" onClick={() => dialog.current?.showModal()}>
        {opener}
      </button>
      <dialog ref={dialog} className="sign-dialog" aria-labelledby={heading} onClose={() => sending.reset()}>
        <form
          className="stacked"
          onSubmit={(event) => {
            event.preventDefault()
            sending.mutate(new FormData(event.currentTarget))
          }}
        >
          <h2 id={heading}>{title}</h2>
          {children}
          {sending.error !== null && <ProblemNote error={sending.error} />}
          <div className="buttons">
            <button disabled={sending.isPending}>{action}</button>
            <button type="button" className="plain" onClick={() => dialog.current?.close()}>
              {frame.close}
            </button>
          </div>
        </form>
      </dialog>
    </>
  )
}
