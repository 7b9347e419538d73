import type { ApprovalRequestShape } from '../../api/shapes.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { formText } from '../../parts/form-text.ts'
import { useWords } from '../../words/language.tsx'
import { askedRequest } from '../approvals/approval-queries.ts'
import { claimsWords } from './claims-words.ts'

interface TakeBackClaimProps {
  readonly caseId: string
  readonly claim: string
  readonly sign: (request: ApprovalRequestShape) => void
}

/** Takes a claim back with a reason, signed; nothing takes its place. */
export function TakeBackClaim({ caseId, claim, sign }: TakeBackClaimProps) {
  const words = useWords(claimsWords)
  return (
    <FormDialog
      caseId={caseId}
      opener={words.takeBack}
      title={words.takeBackWhat(claim)}
      action={words.toSign}
      send={(form) =>
        askedRequest(caseId, `/claims/${encodeURIComponent(claim)}/withdrawal`, {
          reason: formText(form, 'reason'),
        })
      }
      done={sign}
    >
      <p>{words.takeBackNote}</p>
      <label>
        {words.reason}
        <input name="reason" required maxLength={200} autoComplete="off" />
        <span className="quiet">{words.reasonNote}</span>
      </label>
    </FormDialog>
  )
}
