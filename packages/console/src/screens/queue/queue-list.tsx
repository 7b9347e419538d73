import type { QueuePageShape, QueueRowShape } from '../../api/shapes.ts'
import { StateMark, type Tone } from '../../parts/state-mark.tsx'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { bytes, count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import type { QueueState } from './queue-state.ts'
import { pageSize } from './queue-queries.ts'
import { queueWords } from './queue-words.ts'

interface QueueListProps {
  readonly page: QueuePageShape
  readonly state: QueueState
  readonly select: (facts: string) => void
  readonly turn: (by: 1 | -1) => void
}

export const standingTones: Readonly<Record<QueueRowShape['standing'], Tone>> = {
  open: 'warn',
  halfSigned: 'busy',
  contested: 'bad',
  decided: 'good',
  unneeded: 'unknown',
}

export function QueueList({ page, state, select, turn }: QueueListProps) {
  const words = useWords(queueWords)
  const { from, group } = state
  const { rows, matching } = page
  return (
    <div className="queue-list">
      <p className="quiet" aria-hidden="true">
        {words.keys}
      </p>
      <div className="table-wrap">
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{words.place}</th>
              <th scope="col">{words.class}</th>
              <th scope="col" className="number">
                {words.files}
              </th>
              <th scope="col">{words.standing}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <GroupRow key={row.facts} row={row} isSelected={row.facts === group} select={select} />
            ))}
            {rows.length === 0 && (
              <tr>
                <td colSpan={4}>{words.nothing}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      {(from > 0 || from + pageSize < matching) && (
        <div className="buttons">
          <button type="button" className="plain" disabled={from === 0} onClick={() => turn(-1)}>
            {words.earlier}
          </button>
          <button
            type="button"
            className="plain"
            disabled={from + pageSize >= matching}
            onClick={() => turn(1)}
          >
            {words.later}
          </button>
        </div>
      )}
    </div>
  )
}

interface GroupRowProps {
  readonly row: QueueRowShape
  readonly isSelected: boolean
  readonly select: (facts: string) => void
}

function GroupRow({ row, isSelected, select }: GroupRowProps) {
  const words = useWords(queueWords)
  const { language } = useLanguage()
  const tenantName = useTenantNames()
  const { facts, unit, named, held, standing, outcome } = row
  return (
    <tr data-facts={facts} data-selected={isSelected || undefined}>
      <td>
        <button type="button" className="link" aria-pressed={isSelected} onClick={() => select(facts)}>
          <bdi>{nameOf(row)}</bdi>
        </button>
        <div className="quiet">
          {tenantName(unit)}
          {named !== null && ` · ${bytes(named.size, language)}`}
          {held !== null && ` · ${words.held}: ${words.verdicts[held.verdict]}`}
        </div>
      </td>
      <td>
        <abbr title={words.classes[row.class]}>{row.class}</abbr>
      </td>
      <td className="number">{count(row.files, language)}</td>
      <td>
        <StateMark tone={standingTones[standing]}>{words.standings[standing]}</StateMark>
        {outcome !== null && <div className="quiet">{words.outcomes[outcome]}</div>}
      </td>
    </tr>
  )
}

/** The end of a path says most; without names, the group's own digits. */
export function nameOf({ named, facts }: QueueRowShape): string {
  const place = named?.places[0]
  return place === undefined ? facts.slice(0, 12) : (place.split('/').at(-1) ?? place)
}
