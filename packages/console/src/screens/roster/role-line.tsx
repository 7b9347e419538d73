import type { RosterShown } from '../../api/shapes.ts'
import { Moment } from '../../parts/moment.tsx'
import { SayButton } from '../../parts/say-button.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { rosterWords } from './roster-words.ts'

type RoleView = NonNullable<RosterShown['roster']>['roles'][number]

interface RoleLineProps {
  readonly caseId: string
  readonly view: RoleView
  readonly isCalling: boolean
}

/** A role: who has it, who is called for it; who came can be entered, and who takes it. */
export function RoleLine({ caseId, view, isCalling }: RoleLineProps) {
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
              {acknowledgedAt === undefined && isCalling && (
                <SayButton
                  caseId={caseId}
                  path="/alarm/answers"
                  body={{ person }}
                  needs="carryOut"
                  label={words.cameFor(person, roleName(role, language))}
                  isPlain
                >
                  {words.came}
                </SayButton>
              )}
              {acknowledgedAt !== undefined && holder === undefined && (
                <SayButton
                  caseId={caseId}
                  path={`/roles/${role}`}
                  body={{ person }}
                  needs="carryOut"
                  label={words.takesFor(person, roleName(role, language))}
                  isPlain
                >
                  {words.takes}
                </SayButton>
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
