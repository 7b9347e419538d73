import '../../styles/decisions.css'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useRef } from 'react'

import { caseKey, casePath } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { DutyRowShape } from '../../api/shapes.ts'
import { frameWords } from '../../frame/frame-words.ts'
import { fileDigest } from '../../parts/file-digest.ts'
import { formText } from '../../parts/form-text.ts'
import { localTime } from '../../parts/local-time.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { TimeField } from '../../parts/time-field.tsx'
import { useWords } from '../../words/language.tsx'
import { dutiesWords } from './duties-words.ts'
import type { Which } from './duty-document.tsx'

interface HandedInProps {
  readonly caseId: string
  readonly row: DutyRowShape
  readonly which: Which
  readonly isApproved: boolean
}

/** Records that people handed it in. The receipt stays on this machine: the browser hashes it. */
export function HandedIn({ caseId, row, which, isApproved }: HandedInProps) {
  const words = useWords(dutiesWords)
  const frame = useWords(frameWords)
  const title = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const queries = useQueryClient()
  const submit = useMutation({
    mutationFn: async (form: FormData) => {
      const file = form.get('receipt')
      const optional = (name: string): Record<string, string> => {
        const text = formText(form, name)
        return text === '' ? {} : { [name]: text }
      }
      const body = {
        ...which,
        at: localTime(formText(form, 'at'))?.toISOString(),
        receipt: file instanceof File ? await fileDigest(file) : '',
        unapproved: form.get('unapproved') !== null,
        ...optional('reference'),
        ...optional('delayReason'),
      }
      const path = `${casePath(caseId)}/duties/${encodeURIComponent(row.duty)}/submission`
      await postJson(path, body, { 'Idempotency-Key': crypto.randomUUID() })
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
    },
    onSuccess: () => dialog.current?.close(),
  })
  return (
    <>
      <button type="button" className="plain" onClick={() => dialog.current?.showModal()}>
        {words.submitted}
      </button>
      <dialog ref={dialog} className="sign-dialog" aria-labelledby={title} onClose={() => submit.reset()}>
        <form
          className="stacked"
          onSubmit={(event) => {
            event.preventDefault()
            submit.mutate(new FormData(event.currentTarget))
          }}
        >
          <h2 id={title}>{words.submittedWhat(row.duty)}</h2>
          <TimeField name="at" label={words.at} required />
          <label>
            {words.file}
            <input type="file" name="receipt" required />
            <span className="quiet">{words.fileNote}</span>
          </label>
          <label>
            {words.reference}
            <input name="reference" maxLength={500} autoComplete="off" />
          </label>
          <label>
            {words.delay}
            <input name="delayReason" maxLength={500} autoComplete="off" required={row.state === 'missed'} />
          </label>
          {!isApproved && (
            <label className="choice">
              <input type="checkbox" name="unapproved" required />
              {words.unapproved}
            </label>
          )}
          {submit.error !== null && <ProblemNote error={submit.error} />}
          <div className="buttons">
            <button disabled={submit.isPending}>{words.record}</button>
            <button type="button" className="plain" onClick={() => dialog.current?.close()}>
              {frame.close}
            </button>
          </div>
        </form>
      </dialog>
    </>
  )
}
