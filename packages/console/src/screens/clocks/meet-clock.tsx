import { useQuery } from '@tanstack/react-query'

import { casePath, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { ClockRowShape } from '../../api/shapes.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { ReceiptFields, receiptOf } from '../../parts/receipt-fields.tsx'
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
    const { at, digest, more } = await receiptOf(form)
    const told = row.tenants === null ? {} : { tenants: row.tenants }
    const body = { metAt: at, proof: digest, ...told, ...more }
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
      <ReceiptFields at={words.metAt} isLate={row.state === 'missed'} />
    </FormDialog>
  )
}
