import { type ReactNode, type RefObject, useEffect, useState } from 'react'

import type { SignOptionsShape } from '../../api/shapes.ts'
import { Complaint } from '../../parts/complaint.tsx'
import { PasskeyCancelled } from '../../parts/passkey.ts'
import { useWords } from '../../words/language.tsx'
import { signWords } from './approvals-words.ts'
import { StatementText } from './statement-text.tsx'

/** One step after the other, each the result of work that can fail; a failure leaves the step as it is. */
export function useSteps<Step>(first: Step) {
  const [step, setStep] = useState<Step>(first)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const attempt = async (work: () => Promise<Step>): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      setStep(await work())
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return { step, setStep, isBusy, error, attempt }
}

interface SigningFrameProps {
  readonly dialog: RefObject<HTMLDialogElement | null>
  readonly title: string
  readonly error: unknown
  /** Above an error that is no cancelled passkey. */
  readonly failed: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The dialog in which something is signed; open from its first moment. */
export function SigningFrame({ dialog, title, error, failed, onClose, children }: SigningFrameProps) {
  const words = useWords(signWords)
  useEffect(() => dialog.current?.showModal(), [dialog])
  return (
    <dialog ref={dialog} className="sign-dialog" aria-labelledby="sign-title" onClose={onClose}>
      <h2 id="sign-title">{title}</h2>
      {children}
      {error instanceof PasskeyCancelled ? (
        <p role="alert">{words.cancelled}</p>
      ) : (
        error !== undefined && <Complaint title={failed} error={error} />
      )}
    </dialog>
  )
}

interface ShownProps {
  readonly options: SignOptionsShape
  readonly isBusy: boolean
  readonly sign: () => void
  /** The way out, which signs nothing. */
  readonly out: ReactNode
}

/** Exactly what is signed, and the button that asks the authenticator. */
export function Shown({ options, isBusy, sign, out }: ShownProps) {
  const words = useWords(signWords)
  return (
    <>
      <StatementText options={options} />
      <div className="buttons">
        <button type="button" disabled={isBusy} onClick={sign}>
          {words.withPasskey}
        </button>
        {out}
      </div>
      <p role="status">{isBusy ? words.waiting : ''}</p>
    </>
  )
}

/** Said once it is signed. */
export function Signed({ children, close }: { readonly children: ReactNode; readonly close: () => void }) {
  const words = useWords(signWords)
  return (
    <>
      <p role="status">
        {words.done} {children}
      </p>
      <button type="button" onClick={close}>
        {words.close}
      </button>
    </>
  )
}
