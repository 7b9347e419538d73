import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'

import { caseKey, meQuery } from '../../api/queries.ts'
import type { ApprovalRequestShape, QueueRowShape, SignOptionsShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { askForApproval, sign, signOptions, withdraw, type Word } from '../approvals/approval-queries.ts'
import { signWords } from '../approvals/approvals-words.ts'
import { Shown, Signed, SigningFrame, useSteps } from '../approvals/signing-frame.tsx'
import { decideWords, queueWords } from './queue-words.ts'

export interface Decision {
  readonly outcome: QueueRowShape['outcomes'][number]['outcome']
  /** Of one tenant and one class. */
  readonly rows: readonly QueueRowShape[]
  /** Present when they were chosen by a rule. */
  readonly rule?: string
}

interface DecideDialogProps {
  readonly caseId: string
  readonly decision: Decision
  readonly close: () => void
}

type Step =
  | { readonly kind: 'form' }
  | {
      readonly kind: 'shown'
      readonly request: ApprovalRequestShape
      readonly word: Word
      readonly options: SignOptionsShape
    }
  | { readonly kind: 'done'; readonly missing: number }

/** A reason, then exactly what is signed, then the passkey. Whoever turns back leaves nothing waiting behind. */
export function DecideDialog({ caseId, decision, close }: DecideDialogProps) {
  const words = useWords(signWords)
  const own = useWords(decideWords)
  const dialog = useRef<HTMLDialogElement>(null)
  const { step, isBusy, error, attempt } = useSteps<Step>({ kind: 'form' })
  const queries = useQueryClient()
  const title = useDecisionTitle(decision)
  const leave = (): void => dialog.current?.close()
  const show = ({ role, reason, askedByTenant }: Said): Promise<void> =>
    attempt(async () => {
      const word = { verdict: 'approve' as const, role, reason: '' }
      const request = await askForApproval(caseId, bodyOf(decision, reason, askedByTenant))
      try {
        return { kind: 'shown', request, word, options: await signOptions(caseId, request.request, word) }
      } catch (failure) {
        await callOff(request)
        throw failure
      }
    })
  const callOff = ({ request }: ApprovalRequestShape) =>
    withdraw(caseId, request, { whole: true, reason: own.calledOff })
  const signNow = ({ request, word, options }: Extract<Step, { kind: 'shown' }>): Promise<void> =>
    attempt(async () => {
      const { missing } = await sign(caseId, request.request, word, options)
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
      return { kind: 'done', missing }
    })
  const turnBack = (): void => {
    if (step.kind === 'shown') void callOff(step.request).catch(() => undefined)
    close()
  }

  return (
    <SigningFrame dialog={dialog} title={title} error={error} failed={own.failed} onClose={turnBack}>
      {step.kind === 'form' && (
        <DecisionForm decision={decision} isBusy={isBusy} submit={(said) => void show(said)} cancel={leave} />
      )}
      {step.kind === 'shown' && (
        <Shown
          options={step.options}
          isBusy={isBusy}
          sign={() => void signNow(step)}
          out={
            <button type="button" className="plain" disabled={isBusy} onClick={leave}>
              {words.cancel}
            </button>
          }
        />
      )}
      {step.kind === 'done' && <Signed close={leave}>{words.doneMissing(step.missing)}</Signed>}
    </SigningFrame>
  )
}

interface Said {
  readonly role: string
  readonly reason: string
  readonly askedByTenant: boolean
}

interface DecisionFormProps {
  readonly decision: Decision
  readonly isBusy: boolean
  readonly submit: (said: Said) => void
  readonly cancel: () => void
}

function DecisionForm({ decision, isBusy, submit, cancel }: DecisionFormProps) {
  const words = useWords(decideWords)
  const sign = useWords(signWords)
  const { data: me } = useSuspenseQuery(meQuery)
  const [isTyped, setTyped] = useState(false)
  const roles = me.roles.filter((role) => deciding.includes(role))
  const needed = neededFor(decision)
  const unit = decision.rows[0]?.unit ?? ''
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    submit({
      role: formText(form, 'role'),
      reason: formText(form, 'reason'),
      askedByTenant: form.get('asked') === 'on',
    })
  }
  if (roles.length === 0) return <p>{words.noRole}</p>
  return (
    <form className="stacked" onSubmit={send}>
      <p>{words.needs(needed)}</p>
      {decision.rule !== undefined && (
        <p>
          {words.ruleText}: <code className="breakable">{decision.rule}</code>
        </p>
      )}
      <label>
        {words.as}
        <select name="role">
          {roles.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </select>
      </label>
      <label>
        {words.reason}
        <textarea name="reason" rows={3} required maxLength={2000} />
        <span className="quiet">{words.reasonNote}</span>
      </label>
      <label className="check">
        <input type="checkbox" name="asked" /> {words.asked}
      </label>
      {needed === 2 && (
        <label>
          {sign.typed(unit)}
          <input
            required
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setTyped(target.value.trim() === unit)}
          />
        </label>
      )}
      <div className="buttons">
        <button disabled={isBusy || (needed === 2 && !isTyped)}>{words.show}</button>
        <button type="button" className="plain" onClick={cancel}>
          {sign.cancel}
        </button>
      </div>
    </form>
  )
}

/** Roles whose word counts about data that goes back; the server has the last word. */
const deciding: readonly string[] = ['lead', 'deputy-lead', 'management', 'it', 'security', 'service-owner']

function neededFor({ outcome, rows }: Decision): 1 | 2 {
  const needs = rows.flatMap((row) => row.outcomes.filter((one) => one.outcome === outcome))
  return needs.some(({ signatures }) => signatures === 2) ? 2 : 1
}

/** Repeats the object and the count of what is decided. */
function useDecisionTitle({ outcome, rows }: Decision): string {
  const words = useWords(decideWords)
  const { outcomes } = useWords(queueWords)
  const nameOf = useTenantNames()
  const { language } = useLanguage()
  const files = rows.reduce((sum, row) => sum + row.files, 0)
  return words.title(
    outcomes[outcome],
    words.groups(count(rows.length, language), rows.length === 1),
    words.files(count(files, language), files === 1),
    nameOf(rows[0]?.unit ?? ''),
  )
}

function bodyOf({ outcome, rows, rule }: Decision, reason: string, askedByTenant: boolean): unknown {
  return {
    kind: 'queue',
    unit: rows[0]?.unit,
    class: rows[0]?.class,
    outcome,
    facts: rows.map(({ facts }) => facts),
    reason,
    ...(rule !== undefined && { rule }),
    ...(askedByTenant && { askedByTenant: true }),
  }
}
