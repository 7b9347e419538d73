import { useNow } from '../../parts/moment.tsx'
import { span } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { approvalsWords } from './approvals-words.ts'

/** Runs down; silent for screen readers, which have the end itself. */
export function RemainingTime({ until }: { until: string }) {
  const words = useWords(approvalsWords)
  const { language } = useLanguage()
  const left = Date.parse(until) - useNow()
  return (
    <span className="remaining" aria-hidden="true">
      {left <= 0 ? words.over : words.left(span(left, language))}
    </span>
  )
}
