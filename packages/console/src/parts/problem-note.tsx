import { ApiProblem } from '../api/problem.ts'
import { frameWords } from '../frame/frame-words.ts'
import { useWords } from '../words/language.tsx'
import { StateMark } from './state-mark.tsx'

/** What went wrong with something that was asked for, and what to do now. */
export function ProblemNote({ error }: { error: unknown }) {
  const words = useWords(frameWords)
  const problem = error instanceof ApiProblem ? error : undefined
  const isUnreachable = problem?.status === 0
  return (
    <div className="problem">
      <StateMark tone="bad">
        {isUnreachable ? words.unreachable : error instanceof Error ? error.message : String(error)}
      </StateMark>
      {problem?.hint !== undefined && <p>{problem.hint}</p>}
      {problem !== undefined && problem.missing.length > 0 && (
        <ul>
          {problem.missing.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
