import '../../styles/decisions.css'
import './restart.css'

import { useQuery } from '@tanstack/react-query'

import { caseQuery } from '../../api/queries.ts'
import type { RestartPlan, Throughput } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { Complaint } from '../../parts/complaint.tsx'
import { useTitle } from '../../parts/title.ts'
import { useWords } from '../../words/language.tsx'
import { PaceBlock } from './pace-block.tsx'
import { RestartGantt } from './restart-gantt.tsx'
import { RestartGraph } from './restart-graph.tsx'
import { RestartTable } from './restart-table.tsx'
import { restartWords } from './restart-words.ts'
import { ThroughputBlock } from './throughput-block.tsx'

/** Counters of programs are no entries: they are asked for while something runs. */
const counterMs = 3000

/** What comes back after what, when at measured rates, and how fast it goes now. */
export default function Restart({ caseId }: ScreenProps) {
  const words = useWords(restartWords)
  const throughput = useQuery({
    ...caseQuery<Throughput>(caseId, '/throughput'),
    refetchInterval: ({ state }) => ((state.data?.pace.running.length ?? 0) > 0 ? counterMs : false),
  })
  const isRunning = (throughput.data?.pace.running.length ?? 0) > 0
  const plan = useQuery({
    ...caseQuery<RestartPlan>(caseId, '/restart-plan'),
    refetchInterval: isRunning ? counterMs : false,
  })
  useTitle(words.title)
  return (
    <div className="restart">
      <h1>{words.title}</h1>
      <p className="quiet">{words.lead}</p>
      {throughput.data !== undefined && <PaceBlock pace={throughput.data.pace} />}
      {plan.error !== null && plan.data === undefined && (
        <Complaint title={words.notShown} error={plan.error} />
      )}
      {plan.data !== undefined && (
        <>
          <Circles circles={plan.data.circles} />
          <RestartGraph plan={plan.data} />
          <RestartGantt plan={plan.data} />
          <RestartTable plan={plan.data} />
        </>
      )}
      {throughput.data !== undefined && <ThroughputBlock throughput={throughput.data} />}
    </div>
  )
}

function Circles({ circles }: Pick<RestartPlan, 'circles'>) {
  const words = useWords(restartWords)
  if (circles.length === 0) return null
  return (
    <div className="notice" role="alert">
      <div>
        <p>{words.circles}</p>
        <ul>
          {circles.map((circle) => (
            <li key={circle.join(' ')}>{[...circle, circle[0]].join(' → ')}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
