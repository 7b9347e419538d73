import { useQuery } from '@tanstack/react-query'

import { caseQuery } from '../../api/queries.ts'
import type { RosterShown } from '../../api/shapes.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { nowWords } from './now-words.ts'

/** Roles named in the block; the roster has all. */
const shownRoles = 4

/** Who has taken which role, and for which nobody has answered yet. */
export function RolesTaken({ caseId }: { caseId: string }) {
  const words = useWords(nowWords)
  const { language } = useLanguage()
  const { data } = useQuery(caseQuery<RosterShown>(caseId, '/roster'))
  if (data === undefined) return null
  const { roster } = data
  if (roster === null) return <StateMark tone="unknown">{words.noRoster}</StateMark>
  const taken = roster.roles.filter(({ holder }) => holder !== undefined)
  const silent = roster.alarm?.openRoles ?? []
  const named = silent.slice(0, shownRoles).map((role) => roleName(role, language))
  return (
    <>
      <p>
        <strong>{words.rolesTaken(taken.length, roster.roles.length)}</strong>
      </p>
      {silent.length > 0 && (
        <StateMark tone="bad">{words.silent(named.join(', '), silent.length - named.length)}</StateMark>
      )}
      <ul className="plain-list">
        {taken.slice(0, shownRoles).map(({ role, holder }) => (
          <li key={role}>
            <StateMark tone="good" icon="person">
              {holder?.person}
            </StateMark>
            <span className="quiet">{roleName(role, language)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
