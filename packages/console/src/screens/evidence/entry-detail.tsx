import { frameWords } from '../../frame/frame-words.ts'
import { Moment } from '../../parts/moment.tsx'
import { useWords } from '../../words/language.tsx'
import { evidenceWords } from './evidence-words.ts'
import type { CheckedEntry } from './read-lines.ts'

/** One entry, all of it. Its content is text of whoever acted, shown as text and nothing else. */
export function EntryDetail({ checked, close }: { checked: CheckedEntry; close: () => void }) {
  const words = useWords(evidenceWords)
  const frame = useWords(frameWords)
  const { entry, hash } = checked
  return (
    <section className="block entry-detail" aria-labelledby="entry-title">
      <div className="screen-head">
        <h2 id="entry-title">
          {words.entry} {entry.seq}: <span className="mono">{entry.kind}</span>
        </h2>
        <button type="button" className="plain" onClick={close}>
          {frame.close}
        </button>
      </div>
      <dl className="facts">
        <div>
          <dt>{words.time}</dt>
          <dd>
            <Moment at={entry.at} />
          </dd>
        </div>
        <div>
          <dt>{words.actor}</dt>
          <dd>{entry.actor}</dd>
        </div>
        <div>
          <dt>{words.own}</dt>
          <dd className="mono">{hash}</dd>
        </div>
        <div>
          <dt>{words.previous}</dt>
          <dd className="mono">{entry.prev}</dd>
        </div>
      </dl>
      <h3>{words.whole}</h3>
      <pre tabIndex={0} aria-label={words.whole}>
        {JSON.stringify(entry, undefined, 2)}
      </pre>
    </section>
  )
}
