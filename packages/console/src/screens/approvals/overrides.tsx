import type { ApprovalsShape } from '../../api/shapes.ts'
import { Moment } from '../../parts/moment.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { useWords } from '../../words/language.tsx'
import { approvalsWords } from './approvals-words.ts'

/** Gates that people hold open: said loudly, as what it is. */
export function Overrides({ overrides }: { overrides: ApprovalsShape['overrides'] }) {
  const words = useWords(approvalsWords)
  const nameOf = useTenantNames()
  if (overrides.length === 0) return null
  return (
    <section className="block" aria-labelledby="overrides-title">
      <h2 id="overrides-title">{words.overrides}</h2>
      <p className="quiet">{words.overridesNote}</p>
      <ul>
        {overrides.map(({ unit, skips, people, alone, reason, until, holds }) => (
          <li key={`${unit} ${until}`}>
            <StateMark tone={holds ? 'bad' : 'unknown'}>{holds ? words.holds : words.held}</StateMark>{' '}
            <Moment at={until} isDue={holds} /> · <strong>{nameOf(unit)}</strong> · {words.skips}:{' '}
            {skips.join(', ')} · {people.join(', ')}
            {alone && ` (${words.alone})`} · “{reason}”
          </li>
        ))}
      </ul>
    </section>
  )
}
