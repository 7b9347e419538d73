import type { QueuePageShape, QueueRowShape } from '../../api/shapes.ts'
import { CsvButton } from '../../parts/csv-button.tsx'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import type { Decision } from './decide-dialog.tsx'
import { RuleButtons } from './rule-buttons.tsx'
import type { QueueState } from './queue-state.ts'
import { queueWords } from './queue-words.ts'

interface QueueFiltersProps {
  readonly caseId: string
  readonly page: QueuePageShape
  readonly state: QueueState
  readonly change: (changed: Partial<QueueState>) => void
  readonly decide: (decision: Decision) => void
}

const classes = ['N1', 'N2', 'N3', 'N4', 'N5', 'N6'] as const
const standings = ['open', 'halfSigned', 'contested', 'decided', 'unneeded'] as const

export function QueueFilters({ caseId, page, state, change, decide }: QueueFiltersProps) {
  const words = useWords(queueWords)
  const nameOf = useTenantNames()
  const { language } = useLanguage()
  const pick = (changed: Partial<QueueState>): void => change({ ...changed, from: 0, group: '' })
  return (
    <div className="filters">
      <label>
        {words.unit}
        <select value={state.unit} onChange={({ target }) => pick({ unit: target.value })}>
          <option value="">{words.anyUnit}</option>
          {page.units.map(({ unit, waiting }) => (
            <option key={unit} value={unit}>
              {waiting === 0 ? nameOf(unit) : words.waitingIn(nameOf(unit), count(waiting, language))}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.class}
        <select value={state.class} onChange={({ target }) => pick({ class: target.value })}>
          <option value="">{words.anyClass}</option>
          {classes.map((one) => (
            <option key={one} value={one}>
              {one}: {words.classes[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.standing}
        <select value={state.standing} onChange={({ target }) => pick({ standing: target.value })}>
          <option value="">{words.anyStanding}</option>
          {standings.map((one) => (
            <option key={one} value={one}>
              {words.standings[one]} ({count(page.standings[one], language)})
            </option>
          ))}
        </select>
      </label>
      <CsvButton name={`${caseId}-queue`} rows={() => groupRows(page.rows)} />
      <RuleButtons rows={ruleRows(page, state)} decide={decide} rule={ruleOf(state)} />
    </div>
  )
}

/** A rule is for one tenant and one class; it covers what is on this page, so that whoever decides has seen it. */
function ruleRows({ rows }: QueuePageShape, { unit, class: one }: QueueState): readonly QueueRowShape[] {
  if (unit === '' || one === '') return []
  return rows.filter(({ ruleAllowed, standing }) => ruleAllowed && standing !== 'decided')
}

function ruleOf({ unit, class: one, standing }: QueueState): string {
  return JSON.stringify({ class: one, ...(standing !== '' && { standing }), unit })
}

/** What this page shows: a filter that fits fewer groups shows all of them. */
function groupRows(rows: readonly QueueRowShape[]): (string | number | null)[][] {
  return [
    ['facts', 'tenant', 'class', 'files', 'bytes', 'standing', 'outcome', 'held', 'place'],
    ...rows.map(({ facts, unit, class: one, files, named, standing, outcome, held }) => [
      facts,
      unit,
      one,
      files,
      named?.size ?? null,
      standing,
      outcome,
      held?.verdict ?? null,
      named?.places.join(' ') ?? null,
    ]),
  ]
}
