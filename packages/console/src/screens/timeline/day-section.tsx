import { Link, useParams } from '@tanstack/react-router'

import type { TimelineEntry } from '../../api/shapes.ts'
import { clockTime, day } from '../../words/format.ts'
import { entrySentence } from '../../words/entry-words.ts'
import { useLanguage } from '../../words/language.tsx'

/** The entries of one day. Their words come from the log: text, never markup. */
export function DaySection({ entries }: { entries: readonly TimelineEntry[] }) {
  const { language } = useLanguage()
  const { case: caseId = '' } = useParams({ strict: false })
  const first = entries[0]
  if (first === undefined) return null
  return (
    <section>
      <h2>{day(first.at, language)}</h2>
      <ol>
        {entries.map((entry) => (
          <li key={entry.seq}>
            <time dateTime={entry.at}>{clockTime(entry.at, language)}</time>
            <Link
              data-row
              className="mono"
              to={`/cases/${encodeURIComponent(caseId)}/evidence`}
              search={{ entry: entry.seq }}
            >
              {entry.seq}
            </Link>
            <span>
              {entrySentence(entry, language)}
              {entry.note !== null && <span className="quiet"> · {entry.note}</span>}
              <span className="quiet"> · {entry.actor}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
