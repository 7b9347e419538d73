import '../../styles/decisions.css'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useRef } from 'react'

import { caseKey, casePath, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { ClockRowShape } from '../../api/shapes.ts'
import { frameWords } from '../../frame/frame-words.ts'
import { formText } from '../../parts/form-text.ts'
import { localTime } from '../../parts/local-time.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { TimeField } from '../../parts/time-field.tsx'
import { useWords } from '../../words/language.tsx'
import { clockWords } from './clock-words.ts'
import { fileDigest } from '../../parts/file-digest.ts'

/** Records that a duty was met. The receipt stays on this machine: the browser hashes it, and the hash is the proof. */
export function MeetClock({ caseId, row }: { caseId: string; row: ClockRowShape }) {
  const words = useWords(clockWords)
  const frame = useWords(frameWords)
  const title = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const meet = useMutation({
    mutationFn: async (form: FormData) => {
      const file = form.get('receipt')
      const body = {
        metAt: localTime(formText(form, 'metAt'))?.toISOString(),
        proof: file instanceof File ? await fileDigest(file) : '',
        ...(row.tenants !== null && { tenants: row.tenants }),
        ...optional('reference', form),
        ...optional('delayReason', form),
      }
      const path = `${casePath(caseId)}/clocks/${encodeURIComponent(row.duty)}/met`
      await postJson(path, body, { 'Idempotency-Key': crypto.randomUUID() })
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
    },
    onSuccess: () => dialog.current?.close(),
  })
  const isOpen = row.state === 'running' || row.state === 'approaching' || row.state === 'missed'
  if (!isOpen || me?.permissions.some((one) => one === 'recordClock') !== true) return null
  // The row names the first tenants only: to say "told" of the others would be to guess.
  if (row.tenants !== null && row.tenants.length < row.tenantCount) {
    return <p className="quiet">{words.tooMany}</p>
  }
  return (
    <>
      <button type="button" className="plain" onClick={() => dialog.current?.showModal()}>
        {words.meet}
      </button>
      <dialog ref={dialog} className="sign-dialog" aria-labelledby={title} onClose={() => meet.reset()}>
        <form
          className="stacked"
          onSubmit={(event) => {
            event.preventDefault()
            meet.mutate(new FormData(event.currentTarget))
          }}
        >
          <h2 id={title}>{words.meetWhat(row.duty)}</h2>
          {row.tenants !== null && <p>{words.told(row.tenants.join(', '))}</p>}
          <TimeField name="metAt" label={words.metAt} required />
          <label>
            {words.receipt}
            <input type="file" name="receipt" required />
            <span className="quiet">{words.receiptNote}</span>
          </label>
          <label>
            {words.reference}
            <input name="reference" maxLength={500} autoComplete="off" />
          </label>
          <label>
            {words.delayReason}
            <input name="delayReason" maxLength={500} autoComplete="off" required={row.state === 'missed'} />
          </label>
          {meet.error !== null && <ProblemNote error={meet.error} />}
          <div className="buttons">
            <button disabled={meet.isPending}>{words.record}</button>
            <button type="button" className="plain" onClick={() => dialog.current?.close()}>
              {frame.close}
            </button>
          </div>
        </form>
      </dialog>
    </>
  )
}

function optional(name: string, form: FormData): Record<string, string> {
  const text = formText(form, name)
  return text === '' ? {} : { [name]: text }
}
