import type { ApprovalRequestShape } from '../../api/shapes.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { formText } from '../../parts/form-text.ts'
import { useWords } from '../../words/language.tsx'
import { factsWords } from './facts-words.ts'
import { askedRequest } from '../approvals/approval-queries.ts'

interface TakeBackProps {
  readonly caseId: string
  readonly field: string
  readonly fact: string
  readonly sign: (request: ApprovalRequestShape) => void
}

/** Takes a fact back with a reason, signed; nothing takes its place. */
export function TakeBack({ caseId, field, fact, sign }: TakeBackProps) {
  const words = useWords(factsWords)
  return (
    <FormDialog
      caseId={caseId}
      opener={words.takeBack}
      title={words.takeBackWhat(field)}
      action={words.toSign}
      send={(form) => askedRequest(caseId, `/facts/${fact}/withdrawal`, { reason: formText(form, 'reason') })}
      done={sign}
    >
      <label>
        {words.reason}
        <input name="reason" required maxLength={200} autoComplete="off" />
      </label>
    </FormDialog>
  )
}
