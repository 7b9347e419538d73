import { useEffect } from 'react'

import { ApiProblem, isSignedOut } from '../api/problem.ts'
import { Icon } from '../parts/icon.tsx'
import { useWords } from '../words/language.tsx'
import { frameWords } from './frame-words.ts'
import { signInAddress } from './sign-in-address.ts'

/** What failed and what to do now. Who is not signed in is led to the page for it and comes back. */
export function Failure({ error, reset }: { error: unknown; reset: () => void }) {
  const words = useWords(frameWords)
  const isOut = isSignedOut(error)
  const isUnreachable = error instanceof ApiProblem && error.status === 0
  useEffect(() => {
    if (isOut) location.replace(signInAddress())
    // It promised to try again by itself.
    if (!isUnreachable) return
    const timer = setInterval(reset, 5000)
    return () => clearInterval(timer)
  }, [isOut, isUnreachable, reset])
  if (isOut) return null
  return (
    <div className="failure" role="alert">
      <h1>
        <Icon name="blocked" /> {isUnreachable ? words.unreachable : words.failed}
      </h1>
      {isUnreachable ? (
        <p>{words.unreachableHint}</p>
      ) : (
        <p>{error instanceof Error ? error.message : String(error)}</p>
      )}
      {error instanceof ApiProblem && error.hint !== undefined && <p>{error.hint}</p>}
      <button type="button" onClick={reset}>
        {words.tryAgain}
      </button>
    </div>
  )
}
