import type { QueueRowShape } from '../../api/shapes.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import type { Decision } from './decide-dialog.tsx'
import { queueWords } from './queue-words.ts'

interface RuleButtonsProps {
  readonly rows: readonly QueueRowShape[]
  readonly rule: string
  readonly decide: (decision: Decision) => void
}

/** One choice for every group that the filter shows; each of them is signed with it. */
export function RuleButtons({ rows, rule, decide }: RuleButtonsProps) {
  const words = useWords(queueWords)
  const { language } = useLanguage()
  if (rows.length < 2) return null
  const [first] = rows
  const outcomes = (first?.outcomes ?? []).filter(({ outcome }) =>
    rows.every((row) => row.outcomes.some((one) => one.outcome === outcome)),
  )
  return (
    <label title={words.ruleHint}>
      {words.rule(count(rows.length, language))}
      <select
        value=""
        onChange={({ target }) => {
          const chosen = outcomes.find(({ outcome }) => outcome === target.value)
          if (chosen !== undefined) decide({ outcome: chosen.outcome, rows, rule })
        }}
      >
        <option value="">–</option>
        {outcomes.map(({ outcome }) => (
          <option key={outcome} value={outcome}>
            {words.outcomes[outcome]}
          </option>
        ))}
      </select>
    </label>
  )
}
