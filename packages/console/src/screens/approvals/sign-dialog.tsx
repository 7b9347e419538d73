import '../../styles/decisions.css'

import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'

import { caseKey } from '../../api/queries.ts'
import type { ApprovalRequestShape, SignOptionsShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { sign, signOptions, type Word } from './approval-queries.ts'
import { signWords } from './approvals-words.ts'
import { Shown, Signed, SigningFrame, useSteps } from './signing-frame.tsx'

interface SignDialogProps {
  readonly caseId: string
  readonly request: ApprovalRequestShape
  readonly verdict: Word['verdict']
  /** What it is about, in words that repeat object and count. */
  readonly what: string
  /** A word to type first, where it goes against advice. */
  readonly typed?: string
  readonly close: () => void
}

type Step =
  | { readonly kind: 'form' }
  | { readonly kind: 'shown'; readonly word: Word; readonly options: SignOptionsShape }
  | { readonly kind: 'done'; readonly request: ApprovalRequestShape }

/** Form, then the exact text with the first digits of its hash, then the authenticator: nobody signs unseen. */
export function SignDialog({ caseId, request, verdict, what, typed, close }: SignDialogProps) {
  const words = useWords(signWords)
  const dialog = useRef<HTMLDialogElement>(null)
  const { step, setStep, isBusy, error, attempt } = useSteps<Step>({ kind: 'form' })
  const queries = useQueryClient()
  const leave = (): void => dialog.current?.close()
  const show = (word: Word) =>
    void attempt(async () => ({
      kind: 'shown',
      word,
      options: await signOptions(caseId, request.request, word),
    }))
  const signNow = (word: Word, options: SignOptionsShape) =>
    void attempt(async () => {
      const signed = await sign(caseId, request.request, word, options)
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
      return { kind: 'done', request: signed }
    })

  return (
    <SigningFrame
      dialog={dialog}
      title={verdict === 'approve' ? words.approveTitle(what) : words.rejectTitle(what)}
      error={error}
      failed={words.failed}
      onClose={close}
    >
      {step.kind === 'form' && (
        <WordForm
          roles={request.yours.roles}
          verdict={verdict}
          isBusy={isBusy}
          {...(typed !== undefined && { typed })}
          submit={show}
          cancel={leave}
        />
      )}
      {step.kind === 'shown' && (
        <Shown
          options={step.options}
          isBusy={isBusy}
          sign={() => signNow(step.word, step.options)}
          out={
            <button
              type="button"
              className="plain"
              disabled={isBusy}
              onClick={() => setStep({ kind: 'form' })}
            >
              {words.back}
            </button>
          }
        />
      )}
      {step.kind === 'done' && (
        <Signed close={leave}>{verdict === 'approve' && words.doneMissing(step.request.missing)}</Signed>
      )}
    </SigningFrame>
  )
}

interface WordFormProps {
  readonly roles: readonly string[]
  readonly verdict: Word['verdict']
  readonly typed?: string
  readonly isBusy: boolean
  readonly submit: (word: Word) => void
  readonly cancel: () => void
}

function WordForm({ roles, verdict, typed, isBusy, submit, cancel }: WordFormProps) {
  const words = useWords(signWords)
  const { language } = useLanguage()
  const isRejection = verdict === 'reject'
  const [isTyped, setTyped] = useState(false)
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    submit({ verdict, role: formText(form, 'role'), reason: formText(form, 'reason') })
  }
  return (
    <form className="stacked" onSubmit={send}>
      <label>
        {words.as}
        <select name="role" required>
          {roles.map((role) => (
            <option key={role} value={role}>
              {roleName(role, language)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {isRejection ? words.reason : words.reasonFree}
        <textarea name="reason" rows={3} maxLength={2000} required={isRejection} />
        {isRejection && <span className="quiet">{words.reasonNeeded}</span>}
      </label>
      {typed !== undefined && (
        <label>
          {words.typed(typed)}
          <input
            required
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setTyped(target.value.trim() === typed)}
          />
        </label>
      )}
      <div className="buttons">
        <button disabled={isBusy || (typed !== undefined && !isTyped)}>{words.show}</button>
        <button type="button" className="plain" onClick={cancel}>
          {words.cancel}
        </button>
      </div>
    </form>
  )
}
