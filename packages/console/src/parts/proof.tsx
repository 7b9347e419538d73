import { Link, useParams } from '@tanstack/react-router'

import { frameWords } from '../frame/frame-words.ts'
import { useWords } from '../words/language.tsx'
import { Icon } from './icon.tsx'

/** Beside a figure: the entry of the log that it rests on. */
export function Proof({ seq }: { seq: number }) {
  const words = useWords(frameWords)
  const { case: caseId = '' } = useParams({ strict: false })
  return (
    <Link
      to={`/cases/${encodeURIComponent(caseId)}/evidence`}
      search={{ entry: seq }}
      className="proof"
      title={words.seeProof(seq)}
      aria-label={words.seeProof(seq)}
    >
      <Icon name="proof" />
      {seq}
    </Link>
  )
}
