import { useQuery } from '@tanstack/react-query'

import { firstHourQuery } from '../../api/queries.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { CsvButton } from '../../parts/csv-button.tsx'
import { Pages } from '../../parts/pages.tsx'
import { textOf, useSearchState } from '../../parts/search-state.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTitle } from '../../parts/title.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { EntryDetail } from './entry-detail.tsx'
import { EntryTable } from './entry-table.tsx'
import { evidenceWords } from './evidence-words.ts'
import { linesQuery } from './lines-query.ts'
import { TakeAway } from './take-away.tsx'
import { VerifyPanel } from './verify-panel.tsx'

const pageSize = 50

interface EvidenceState {
  /** The entry that is looked at. */
  readonly entry: number | undefined
  /** The last entry of the page; the newest when absent. */
  readonly to: number | undefined
}

/** The log itself: every line, what it says, and whether the chain holds. */
export default function Evidence({ caseId }: ScreenProps) {
  const words = useWords(evidenceWords)
  const { language } = useLanguage()
  useTitle(words.title)
  const [{ entry, to }, change] = useSearchState(stateOf)
  const head = useQuery(firstHourQuery(caseId)).data?.seq ?? 0
  const last = Math.min(to ?? Math.max(head, entry ?? 0), head)
  const page = pageOf(entry !== undefined && to === undefined ? Math.min(entry + 10, head) : last)
  const lines = useQuery({ ...linesQuery(caseId, page), enabled: head > 0 })
  const entries = lines.data?.toReversed() ?? []
  const isBroken = entries.some(({ chain }) => chain === 'broken')
  const chosen = entries.find((one) => one.entry.seq === entry)
  return (
    <>
      <div className="screen-head">
        <h1>{words.title}</h1>
        <p className="quiet">{words.count(count(head, language))}</p>
      </div>
      <div className="evidence-top">
        <VerifyPanel caseId={caseId} />
        <TakeAway caseId={caseId} />
      </div>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault()
          const asked = Number(new FormData(event.currentTarget).get('entry'))
          if (asked >= 1) change({ entry: asked, to: undefined })
        }}
      >
        <label>
          {words.goTo}
          <input name="entry" type="number" min={1} max={head} key={entry} defaultValue={entry} />
        </label>
        <Pages
          first={page.after + 1}
          last={page.after + page.limit}
          all={head}
          size={pageSize}
          go={(next) => change({ to: next, entry: undefined })}
        />
        <CsvButton
          name={`${caseId}-evidence`}
          rows={() => [
            ['seq', 'at', 'action', 'kind', 'actor', 'object', 'sha256'],
            ...entries.map(({ entry: { seq, at, action, kind, actor, object = '' }, hash }) => [
              seq,
              at,
              action,
              kind,
              actor,
              object,
              hash,
            ]),
          ]}
        />
      </form>
      {entry !== undefined && lines.data !== undefined && chosen === undefined && (
        <p role="status">{words.nothing}</p>
      )}
      {chosen !== undefined && (
        <EntryDetail
          checked={chosen}
          close={() => change({ entry: undefined, to: page.after + page.limit })}
        />
      )}
      {entries.length > 0 && (
        // Not before there is a row: a table of headings alone could be scrolled on a phone, but not with keys.
        <>
          <EntryTable
            entries={entries}
            chosen={entry}
            choose={(seq) => change({ entry: seq, to: page.after + page.limit })}
          />
          <p className="chain-note" role="status">
            <StateMark tone={isBroken ? 'bad' : 'good'}>
              {isBroken ? words.brokenHere : words.checkedHere}
            </StateMark>
          </p>
        </>
      )}
    </>
  )
}

function pageOf(last: number): { after: number; limit: number } {
  const after = Math.max(0, last - pageSize)
  return { after, limit: last - after }
}

function stateOf(search: Readonly<Record<string, unknown>>): EvidenceState {
  return { entry: numberOf(search['entry']), to: numberOf(search['to']) }
}

function numberOf(value: unknown): number | undefined {
  const number = Number(textOf(value))
  return Number.isSafeInteger(number) && number > 0 ? number : undefined
}
