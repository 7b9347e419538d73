import { casePath } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { DutyDraftShape, DutyRowShape } from '../../api/shapes.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { formText } from '../../parts/form-text.ts'
import { ReceiptFields, receiptOf } from '../../parts/receipt-fields.tsx'
import { useWords } from '../../words/language.tsx'
import { dutiesWords } from './duties-words.ts'
import type { Which } from './which-document.ts'

interface HandedInProps {
  readonly caseId: string
  readonly row: DutyRowShape
  readonly which: Which
  readonly isApproved: boolean
  /** Kept ones, oldest first: what was handed in may be another than what is shown. */
  readonly revisions: DutyDraftShape['revisions']
}

/** Records that people handed it in. The receipt stays on this machine: the browser hashes it. */
export function HandedIn({ caseId, row, which, isApproved, revisions }: HandedInProps) {
  const words = useWords(dutiesWords)
  const isOpen = mayBeAnother(revisions)
  const send = async (form: FormData): Promise<void> => {
    const { at, digest, more } = await receiptOf(form)
    const body = {
      ...which,
      at,
      receipt: digest,
      unapproved: form.get('unapproved') !== null,
      ...more,
      ...(isOpen && { revision: Number(formText(form, 'revision')) }),
    }
    const path = `${casePath(caseId)}/duties/${encodeURIComponent(row.duty)}/submission`
    await postJson(path, body, { 'Idempotency-Key': crypto.randomUUID() })
  }
  return (
    <FormDialog
      caseId={caseId}
      opener={words.submitted}
      title={words.submittedWhat(row.duty)}
      action={words.record}
      send={send}
    >
      {isOpen && (
        <label>
          {words.which}
          <select name="revision" required defaultValue="">
            <option value="" />
            {revisions.toReversed().map(({ revision, contentHash, isApproved: isSigned }) => (
              <option key={revision} value={revision}>
                {words.revision(revision)}, {isSigned ? words.isApproved : words.notApproved},{' '}
                {contentHash.slice(0, 12)}…
              </option>
            ))}
          </select>
        </label>
      )}
      <ReceiptFields at={words.at} isLate={row.state === 'missed'} />
      {(!isApproved || isOpen) && (
        <label className="choice">
          <input type="checkbox" name="unapproved" required={revisions.every((one) => !one.isApproved)} />
          {words.unapproved}
        </label>
      )}
    </FormDialog>
  )
}

/** As the server asks: the last one needs no name when it alone was approved, or when it is the only one. */
function mayBeAnother(revisions: HandedInProps['revisions']): boolean {
  const approved = revisions.filter((one) => one.isApproved)
  const isClear = approved.length === 1 && revisions.at(-1)?.isApproved === true
  return revisions.length > 1 && !isClear
}
