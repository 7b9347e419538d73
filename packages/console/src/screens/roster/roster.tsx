import { useSuspenseQuery } from '@tanstack/react-query'

import { caseQuery } from '../../api/queries.ts'
import type { RosterShown } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { CsvButton } from '../../parts/csv-button.tsx'
import { Moment } from '../../parts/moment.tsx'
import { SayButton } from '../../parts/say-button.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useTitle } from '../../parts/title.ts'
import { roleName } from '../../words/role-words.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { RaiseAlarm } from './raise-alarm.tsx'
import { RoleLine } from './role-line.tsx'
import { rosterWords } from './roster-words.ts'

/** Who has which role, who is called for it, who answered. Numbers and addresses stay on paper and out of the log. */
export default function Roster({ caseId }: ScreenProps) {
  const words = useWords(rosterWords)
  const { language } = useLanguage()
  useTitle(words.title)
  const { roster } = useSuspenseQuery(caseQuery<RosterShown>(caseId, '/roster')).data
  if (roster === null) {
    return (
      <>
        <h1>{words.title}</h1>
        <p>
          <StateMark tone="unknown">{words.none}</StateMark>
        </p>
        <p>
          <SayButton caseId={caseId} path="/roster" body={{}} needs="takeRoster">
            {words.take}
          </SayButton>
        </p>
        <p className="quiet">
          {words.how} <code>npx anlauf case roster --case {caseId} --take FILE</code>
        </p>
      </>
    )
  }
  const { roles, alarm } = roster
  const isCalling = alarm !== undefined && alarm.endedAt === undefined
  return (
    <>
      <div className="screen-head">
        <h1>{words.title}</h1>
        <p className="quiet">
          {words.count(roles.length, roles.filter(({ holder }) => holder === undefined).length)}
        </p>
      </div>
      {(alarm === undefined || alarm.endedAt !== undefined) && <RaiseAlarm caseId={caseId} />}
      {alarm !== undefined && (
        <section className="block alarm" aria-labelledby="alarm">
          <h2 id="alarm">
            {words.alarm} <Moment at={alarm.at} />
          </h2>
          <p>{alarm.reason}</p>
          <p>{words.calls(alarm.calls, alarm.failed)}</p>
          {alarm.endedAt !== undefined && (
            <p>
              {words.ended} <Moment at={alarm.endedAt} />
            </p>
          )}
          {alarm.openRoles.length === 0 ? (
            <StateMark tone="good">{words.allAnswered}</StateMark>
          ) : (
            <StateMark tone="bad">
              {words.unanswered(alarm.openRoles.map((role) => roleName(role, language)).join(', '))}
            </StateMark>
          )}
        </section>
      )}
      <div className="filters">
        <CsvButton
          name={`${caseId}-roster`}
          rows={() => [
            ['role', 'holder', 'since', 'chain', 'steps'],
            ...roles.map(({ role, holder, chain, steps }) => [
              role,
              holder?.person ?? null,
              holder?.since ?? null,
              chain.map(({ person }) => person).join(' '),
              steps.join(' '),
            ]),
          ]}
        />
      </div>
      <div className="table-wrap" role="region" aria-label={words.title} tabIndex={0}>
        <table className="list">
          <thead>
            <tr>
              <th>{words.role}</th>
              <th>{words.holder}</th>
              <th>{words.chain}</th>
              <th>{words.steps}</th>
            </tr>
          </thead>
          <tbody>
            {roles.map((role) => (
              <RoleLine key={role.role} caseId={caseId} view={role} isCalling={isCalling} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
