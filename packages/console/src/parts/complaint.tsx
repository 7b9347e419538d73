import { ApiProblem } from '../api/problem.ts'
import { Icon } from './icon.tsx'

/** What did not work and what to do now, beside the button that was pressed. */
export function Complaint({ title, error }: { title: string; error: unknown }) {
  const isProblem = error instanceof ApiProblem
  return (
    <div className="complaint" role="alert">
      <p>
        <Icon name="blocked" /> <strong>{title}</strong>{' '}
        {error instanceof Error ? error.message : String(error)}
      </p>
      {isProblem && error.hint !== undefined && <p>{error.hint}</p>}
      {isProblem && error.missing.length > 0 && (
        <ul>
          {error.missing.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
