import { Link } from '@tanstack/react-router'

import { exactTime } from '../words/format.ts'
import { useLanguage, useWords } from '../words/language.tsx'
import { frameWords } from './frame-words.ts'

interface LogHeadProps {
  readonly caseId: string
  readonly seq: number
  readonly asOf: string
  readonly head: string
}

/** The entry up to which the screen is true, and what to note on paper: two who see the same digits see the same log. */
export function LogHead({ caseId, seq, asOf, head }: LogHeadProps) {
  const words = useWords(frameWords)
  const { language } = useLanguage()
  return (
    <div className="log-head">
      <dt>{words.head}</dt>
      <dd title={exactTime(asOf, language)}>
        <Link to={`/cases/${encodeURIComponent(caseId)}/evidence`} search={{ entry: seq }}>
          {seq} · <span className="mono">{head.slice(0, 8)}</span>
        </Link>
      </dd>
    </div>
  )
}
