import '../../styles/decisions.css'
import './queue.css'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

import type { QueueRowShape } from '../../api/shapes.ts'
import { Failure } from '../../frame/failure.tsx'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { isTyping } from '../../frame/shortcuts.tsx'
import { useSearchState } from '../../parts/search-state.ts'
import { useTitle } from '../../parts/title.ts'
import { absoluteTime, count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { DecideDialog, type Decision } from './decide-dialog.tsx'
import { GroupDetail } from './group-detail.tsx'
import { QueueFilters } from './queue-filters.tsx'
import { QueueList } from './queue-list.tsx'
import { pageSize, queueQuery } from './queue-queries.ts'
import { queueWords } from './queue-words.ts'
import { stateOf } from './queue-state.ts'

/** What was written near the incident: a list, both versions side by side, and a decision with a reason. */
export default function Queue({ caseId }: ScreenProps) {
  const words = useWords(queueWords)
  const { language } = useLanguage()
  const [state, change] = useSearchState(stateOf)
  const { from, group } = state
  const { data, error, refetch } = useQuery(queueQuery(caseId, state, from))
  const [decision, setDecision] = useState<Decision>()
  useTitle(words.title)
  const rows = data?.rows ?? []
  const selected = rows.find(({ facts }) => facts === group)
  useQueueKeys({ rows, selected, select: (facts) => change({ group: facts }), decide: setDecision })
  if (data === undefined) {
    if (error !== null) return <Failure error={error} reset={() => void refetch()} />
    return <p role="status">{words.reading}</p>
  }
  const isEmpty = data.units.length === 0
  return (
    <div className="queue">
      <div className="screen-head">
        <h1>{words.title}</h1>
        <span role="status">
          {words.matching(count(rows.length, language), count(data.matching, language))}
        </span>
      </div>
      <p className="quiet">
        {words.lead}{' '}
        {data.window !== null &&
          words.window(absoluteTime(data.window.from, language), count(data.window.hours, language))}
        {!isEmpty && !data.hasNames && ` ${words.noNames}`}
      </p>
      {isEmpty ? (
        <p>
          {words.noQueue} {words.noQueueHint}
          <br />
          <code>npx anlauf recover queue make --case {caseId} --estate estate.yaml --out queue.jsonl</code>
        </p>
      ) : (
        <>
          <QueueFilters caseId={caseId} page={data} state={state} change={change} decide={setDecision} />
          <div className="queue-panes" data-open={group !== '' || undefined}>
            <QueueList
              page={data}
              state={state}
              select={(facts) => change({ group: facts })}
              turn={(by) => change({ from: Math.max(0, from + by * pageSize), group: '' })}
            />
            <GroupDetail
              caseId={caseId}
              facts={group}
              canCompare={data.canCompare}
              close={() => change({ group: '' })}
              decide={setDecision}
            />
          </div>
        </>
      )}
      {decision !== undefined && (
        <DecideDialog
          key={`${decision.outcome} ${decision.rows.length} ${decision.rows[0]?.facts}`}
          caseId={caseId}
          decision={decision}
          close={() => setDecision(undefined)}
        />
      )}
    </div>
  )
}

interface KeyState {
  readonly rows: readonly QueueRowShape[]
  readonly selected: QueueRowShape | undefined
  readonly select: (facts: string) => void
  readonly decide: (decision: Decision) => void
}

/** j and k walk the list, a digit opens the decision; nothing is decided by a key alone. */
function useQueueKeys(state: KeyState): void {
  const latest = useRef(state)
  useEffect(() => {
    latest.current = state
  })
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (isTyping(event) || document.querySelector('dialog[open]') !== null) return
      const { rows, selected, select, decide } = latest.current
      const at = rows.findIndex(({ facts }) => facts === selected?.facts)
      const next =
        event.key === 'j' ? rows[at + 1] : event.key === 'k' ? rows[at === -1 ? 0 : at - 1] : undefined
      if (next !== undefined) {
        select(next.facts)
        document.querySelector(`[data-facts="${next.facts}"]`)?.scrollIntoView({ block: 'nearest' })
      }
      const outcome = /^[1-4]$/.test(event.key) ? selected?.outcomes[Number(event.key) - 1] : undefined
      if (outcome !== undefined && selected !== undefined)
        decide({ outcome: outcome.outcome, rows: [selected] })
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
