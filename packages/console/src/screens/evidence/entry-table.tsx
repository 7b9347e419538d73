import { moveByKey } from '../../parts/row-keys.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { exactTime } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { evidenceWords } from './evidence-words.ts'
import type { CheckedEntry } from './read-lines.ts'

interface EntryTableProps {
  readonly entries: readonly CheckedEntry[]
  readonly chosen: number | undefined
  readonly choose: (seq: number) => void
}

const tones = { fits: 'good', broken: 'bad', first: 'unknown' } as const

export function EntryTable({ entries, chosen, choose }: EntryTableProps) {
  const words = useWords(evidenceWords)
  const { language } = useLanguage()
  return (
    <div className="table-wrap" onKeyDown={moveByKey}>
      <table className="list">
        <thead>
          <tr>
            <th className="number">{words.entry}</th>
            <th>{words.time}</th>
            <th>{words.kind}</th>
            <th>{words.action}</th>
            <th>{words.actor}</th>
            <th>{words.object}</th>
            <th>{words.chain}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ entry: { seq, at, kind, action, actor, object }, chain }) => (
            <tr key={seq} aria-current={seq === chosen || undefined}>
              <td className="number">
                <button type="button" className="link" data-row onClick={() => choose(seq)}>
                  {seq}
                </button>
              </td>
              <td className="tight">{exactTime(at, language)}</td>
              <td className="mono">{kind}</td>
              <td>{action}</td>
              <td>{actor}</td>
              <td className="cut">{object}</td>
              <td>
                <StateMark tone={tones[chain]}>{words.chains[chain]}</StateMark>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
