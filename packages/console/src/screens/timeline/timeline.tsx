import { useSuspenseInfiniteQuery } from '@tanstack/react-query'

import type { ScreenProps } from '../../frame/screen-list.ts'
import { CsvButton } from '../../parts/csv-button.tsx'
import { moveByKey } from '../../parts/row-keys.ts'
import { textOf, useSearchState } from '../../parts/search-state.ts'
import { useTitle } from '../../parts/title.ts'
import { entrySentence } from '../../words/entry-words.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { DaySection } from './day-section.tsx'
import { groupNames, groupWords, type KindGroup } from './kind-groups.ts'
import './timeline.css'
import { timelineQuery } from './timeline-query.ts'
import { timelineWords } from './timeline-words.ts'

/** What happened, in words, the newest first; each line opens its entry. */
export default function Timeline({ caseId }: ScreenProps) {
  const words = useWords(timelineWords)
  const groups = useWords(groupWords)
  const { language } = useLanguage()
  useTitle(words.title)
  const [{ show, about }, change] = useSearchState(filterOf)
  const timeline = useSuspenseInfiniteQuery(timelineQuery(caseId, { show, about }))
  const entries = timeline.data.pages.flatMap((page) => page.entries)
  const days = Map.groupBy(entries, ({ at }) => new Date(at).toDateString())
  return (
    <>
      <div className="screen-head">
        <h1>{words.title}</h1>
        <p className="quiet" role="status">
          {words.count(count(entries.length, language), count(timeline.data.pages[0]?.seq ?? 0, language))}
        </p>
      </div>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault()
          change({ about: textOf(new FormData(event.currentTarget).get('about')) })
        }}
      >
        <label>
          {words.show}
          <select value={show ?? ''} onChange={({ target }) => change({ show: groupOf(target.value) })}>
            <option value="">{words.everything}</option>
            {groupNames.map((group) => (
              <option key={group} value={group}>
                {groups[group]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.about}
          <input name="about" type="search" key={about} defaultValue={about} />
        </label>
        <CsvButton
          name={`${caseId}-timeline`}
          rows={() => [
            ['seq', 'at', 'actor', 'kind', 'object', 'text'],
            ...entries.map((entry) => [
              entry.seq,
              entry.at,
              entry.actor,
              entry.kind,
              entry.object,
              entrySentence(entry, language),
            ]),
          ]}
        />
      </form>
      <div className="timeline" onKeyDown={moveByKey}>
        {[...days].map(([day, list]) => (
          <DaySection key={day} entries={list} />
        ))}
      </div>
      {entries.length === 0 && <p>{words.nothing}</p>}
      {timeline.hasNextPage ? (
        <button
          type="button"
          disabled={timeline.isFetchingNextPage}
          onClick={() => void timeline.fetchNextPage()}
        >
          {words.more}
        </button>
      ) : (
        entries.length > 0 && <p className="quiet">{words.end}</p>
      )}
    </>
  )
}

function filterOf(search: Readonly<Record<string, unknown>>): { show: KindGroup | undefined; about: string } {
  return { show: groupOf(textOf(search['show'])), about: textOf(search['about']) }
}

function groupOf(text: string): KindGroup | undefined {
  return groupNames.find((group) => group === text)
}
