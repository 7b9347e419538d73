import { useMutation, useQueryClient } from '@tanstack/react-query'

import { caseKey } from '../../api/queries.ts'
import type { ApprovalRequestShape, FactFieldShape } from '../../api/shapes.ts'
import { fileDigest } from '../../parts/file-digest.ts'
import { formText } from '../../parts/form-text.ts'
import { localTime } from '../../parts/local-time.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { TimeField } from '../../parts/time-field.tsx'
import { useWords } from '../../words/language.tsx'
import { AnswerField } from './answer-field.tsx'
import { factsWords } from './facts-words.ts'
import { askedRequest } from '../approvals/approval-queries.ts'

interface AnswerFormProps {
  readonly caseId: string
  readonly row: FactFieldShape
  readonly scope: string
  readonly sign: (request: ApprovalRequestShape) => void
}

const confidences = ['high', 'medium', 'low'] as const

/** Answers a question: the value by its kind, where it comes from, how sure, on which files it rests. */
export function AnswerForm({ caseId, row, scope, sign }: AnswerFormProps) {
  const words = useWords(factsWords)
  const queries = useQueryClient()
  const state = useMutation({
    mutationFn: async (form: FormData) => {
      const files = form.getAll('evidence').filter((one) => one instanceof File && one.size > 0)
      return askedRequest(caseId, '/facts', {
        field: row.field,
        scope,
        value: valueOf(row, form),
        source: formText(form, 'source'),
        confidence: formText(form, 'confidence'),
        asOf: (localTime(formText(form, 'asOf')) ?? new Date()).toISOString(),
        estimate: form.get('estimate') !== null,
        evidence: await Promise.all(files.map((file) => fileDigest(file as File))),
        ...(form.get('supersedes') !== null && row.answer?.id != null && { supersedes: row.answer.id }),
      })
    },
    onSuccess: async (request) => {
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
      sign(request)
    },
  })
  return (
    <details open={row.answer === null}>
      <summary>{row.answer === null ? words.answer : words.answerAnew}</summary>
      <form
        className="say-form"
        onSubmit={(event) => {
          event.preventDefault()
          state.mutate(new FormData(event.currentTarget))
        }}
      >
        <AnswerField row={row} />
        <label>
          {words.source}
          <input name="source" required maxLength={200} autoComplete="off" />
          <span className="quiet">{words.sourceNote}</span>
        </label>
        <label>
          {words.confidence}
          <select name="confidence">
            {confidences.map((one) => (
              <option key={one} value={one}>
                {words.confidences[one]}
              </option>
            ))}
          </select>
        </label>
        <TimeField name="asOf" label={words.knownAt} />
        <label className="choice">
          <input type="checkbox" name="estimate" />
          {words.isEstimate}
        </label>
        <label>
          {words.evidence}
          <input type="file" name="evidence" multiple />
          <span className="quiet">{words.evidenceNote}</span>
        </label>
        {row.answer?.id != null && (
          <label className="choice">
            <input type="checkbox" name="supersedes" />
            {words.replaces}
          </label>
        )}
        {state.error !== null && <ProblemNote error={state.error} />}
        <div className="buttons">
          <button disabled={state.isPending}>{words.toSign}</button>
        </div>
      </form>
    </details>
  )
}

/** What the API reads as `anlauf fact state --value` does; sentences by language. */
function valueOf({ kind }: FactFieldShape, form: FormData): unknown {
  if (kind === 'text') {
    const [de, en] = [formText(form, 'valueDe'), formText(form, 'valueEn')]
    return { ...(de !== '' && { de }), ...(en !== '' && { en }) }
  }
  if (kind === 'choices') {
    return form
      .getAll('value')
      .filter((one) => typeof one === 'string')
      .join('\n')
  }
  if (kind === 'time') return localTime(formText(form, 'value'))?.toISOString() ?? ''
  return formText(form, 'value')
}
