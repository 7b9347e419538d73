import type { RosterShown } from '../../api/shapes.ts'
import { Moment } from '../../parts/moment.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { rosterWords } from './roster-words.ts'

type RoleView = NonNullable<RosterShown['roster']>['roles'][number]

export function RoleLine({ view }: { view: RoleView }) {
  const words = useWords(rosterWords)
  const { language } = useLanguage()
  const { role, holder, chain, steps } = view
  return (
    <tr>
      <th scope="row">
        {roleName(role, language)} <span className="quiet">{role}</span>
      </th>
      <td>
        {holder === undefined ? (
          <StateMark tone="warn">{words.vacant}</StateMark>
        ) : (
          <>
            <StateMark tone="good" icon="person">
              {holder.person}
            </StateMark>{' '}
            <span className="quiet">
              {words.since} <Moment at={holder.since} />
            </span>
          </>
        )}
      </td>
      <td>
        {chain.length === 0 && <StateMark tone="bad">{words.nobody}</StateMark>}
        {chain.length === 1 && <StateMark tone="warn">{words.noDeputy}</StateMark>}
        <ol className="chain">
          {chain.map(({ person, isDeputy, passkeys, called, acknowledgedAt, languages }) => (
            <li key={person}>
              {person} {isDeputy && <span className="quiet">({words.deputy})</span>}{' '}
              <span className="quiet">{languages.join(', ')}</span>{' '}
              {acknowledgedAt !== undefined && (
                <StateMark tone="good">
                  {words.answered} <Moment at={acknowledgedAt} />
                </StateMark>
              )}
              {acknowledgedAt === undefined && called > 0 && (
                <StateMark tone="warn" icon="waiting">
                  {words.called(called)}
                </StateMark>
              )}
              {passkeys < 2 && <StateMark tone="warn">{words.passkeys(passkeys)}</StateMark>}
            </li>
          ))}
        </ol>
      </td>
      <td>{steps.join(', ')}</td>
    </tr>
  )
}
