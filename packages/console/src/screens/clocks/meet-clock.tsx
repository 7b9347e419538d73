import { useQuery } from '@tanstack/react-query'

import { casePath, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { ClockRowShape } from '../../api/shapes.ts'
import { fileDigest } from '../../parts/file-digest.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { formText, typedIn } from '../../parts/form-text.ts'
import { localTime } from '../../parts/local-time.ts'
import { TimeField } from '../../parts/time-field.tsx'
import { useWords } from '../../words/language.tsx'
import { clockWords } from './clock-words.ts'

/** Records that a duty was met. The receipt stays on this machine: the browser hashes it, and the hash is the proof. */
export function MeetClock({ caseId, row }: { caseId: string; row: ClockRowShape }) {
  const words = useWords(clockWords)
  const { data: me } = useQuery(meQuery)
  const isOpen = row.state === 'running' || row.state === 'approaching' || row.state === 'missed'
  if (!isOpen || me?.permissions.some((one) => one === 'recordClock') !== true) return null
  // The row names the first tenants only: to say "told" of the others would be to guess.
  if (row.tenants !== null && row.tenants.length < row.tenantCount) {
    return <p className="quiet">{words.tooMany}</p>
  }
  const send = async (form: FormData): Promise<void> => {
    const file = form.get('receipt')
    const body = {
      metAt: localTime(formText(form, 'metAt'))?.toISOString(),
      proof: file instanceof File ? await fileDigest(file) : '',
      ...(row.tenants !== null && { tenants: row.tenants }),
      ...typedIn(form, 'reference', 'delayReason'),
    }
    const path = `${casePath(caseId)}/clocks/${encodeURIComponent(row.duty)}/met`
    await postJson(path, body, { 'Idempotency-Key': crypto.randomUUID() })
  }
  return (
    <FormDialog
      caseId={caseId}
      opener={words.meet}
      title={words.meetWhat(row.duty)}
      action={words.record}
      send={send}
    >
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
    </FormDialog>
  )
}
