import { casePath } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { DutyDraftShape, DutyRowShape } from '../../api/shapes.ts'
import { fileDigest } from '../../parts/file-digest.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { formText, typedIn } from '../../parts/form-text.ts'
import { localTime } from '../../parts/local-time.ts'
import { TimeField } from '../../parts/time-field.tsx'
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
    const file = form.get('receipt')
    const body = {
      ...which,
      at: localTime(formText(form, 'at'))?.toISOString(),
      receipt: file instanceof File ? await fileDigest(file) : '',
      unapproved: form.get('unapproved') !== null,
      ...typedIn(form, 'reference', 'delayReason'),
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
