import type { FirstHour } from '../../api/shapes.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../words/language.tsx'
import { jobWords, nowWords } from './now-words.ts'
import { RolesTaken } from './roles-taken.tsx'

export function WhoBlock({ who, caseId }: Pick<FirstHour, 'who'> & { caseId: string }) {
  const words = useWords(nowWords)
  const jobs = useWords(jobWords)
  return (
    <section className="block who" aria-labelledby="who">
      <h2 id="who">{words.who}</h2>
      <RolesTaken caseId={caseId} />
      <h3>{words.approvers}</h3>
      {who.approvers.length === 0 ? (
        <StateMark tone="bad">{words.noApprovers}</StateMark>
      ) : (
        <ul className="plain-list">
          {who.approvers.map(({ person, role }) => (
            <li key={person}>
              <StateMark tone="good" icon="person">
                {person}
              </StateMark>
              <span className="quiet">{role}</span>
            </li>
          ))}
        </ul>
      )}
      {who.approvers.length === 1 && <StateMark tone="warn">{words.oneApprover}</StateMark>}
      {who.working.length > 0 && (
        <>
          <h3>{words.working}</h3>
          <ul className="plain-list">
            {who.working.slice(0, 4).map(({ job, kind, askedBy }) => (
              <li key={job}>
                <StateMark tone="busy">{jobs[kind] ?? kind}</StateMark>
                <span className="quiet">{words.askedBy(askedBy)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
