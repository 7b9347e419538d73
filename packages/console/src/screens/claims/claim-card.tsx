import {
  claimClassNames,
  type ClaimState,
  claimStateNames,
} from '../../../../platform/src/core/messages/index.ts'
import type { ApprovalRequestShape, ClaimShape, ClaimsShape } from '../../api/shapes.ts'
import { BothLanguages } from '../../parts/both-languages.tsx'
import { Moment } from '../../parts/moment.tsx'
import { StateMark, type Tone } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { claimsWords } from './claims-words.ts'
import { TakeBackClaim } from './take-back-claim.tsx'

interface ClaimCardProps {
  readonly caseId: string
  readonly row: ClaimShape
  readonly services: ClaimsShape['services']
  readonly mayState: boolean
  readonly onAnew: () => void
  readonly sign: (request: ApprovalRequestShape) => void
}

/** A harm that is found is no success of the page: only what was ruled out is green. */
const tones: Readonly<Record<ClaimState, Tone>> = {
  unknown: 'unknown',
  no_indication: 'busy',
  indicated: 'warn',
  confirmed: 'bad',
  excluded: 'good',
}

/** One claim: the sentence that every text carries, where it stands, what waits, and the way to say something else. */
export function ClaimCard({ caseId, row, services, mayState, onAnew, sign }: ClaimCardProps) {
  const words = useWords(claimsWords)
  const { language } = useLanguage()
  const { claim, class: of, inForce, proposed, takenBack, published, drafts, requests } = row
  const last = inForce ?? takenBack
  return (
    <article className="block claim" aria-label={claim}>
      <header>
        <h2 data-row tabIndex={-1}>
          {claimClassNames[of][language]} <span className="quiet">{claim}</span>
        </h2>
        {inForce !== null ? (
          <StateMark tone={tones[inForce.state]}>
            {words.inForce(claimStateNames[inForce.state][language])}
          </StateMark>
        ) : takenBack !== null ? (
          <StateMark tone="bad">{words.takenBackMark}</StateMark>
        ) : (
          <StateMark tone="unknown">{words.nothingInForce}</StateMark>
        )}
      </header>
      {inForce === null && takenBack !== null && (
        <p>
          {words.takenBack(takenBack.person, takenBack.reason)}, <Moment at={takenBack.at} />.{' '}
          {words.wasBefore(claimStateNames[takenBack.state][language])}
        </p>
      )}
      {inForce !== null && <BothLanguages text={inForce.wording} />}
      {inForce !== null && (
        <p className="quiet">
          {words.slot} <code>{`{claim:${claim}}`}</code> · {words.since} <Moment at={inForce.since} />
        </p>
      )}
      {last !== null && <Grounds said={last} services={services} />}
      <p className="quiet">
        {published.length === 0 && drafts.length === 0
          ? words.nowhere
          : [
              ...(published.length === 0
                ? []
                : [words.inUpdates(published.map((one) => `#${one}`).join(', '))]),
              ...(drafts.length === 0 ? [] : [words.inDrafts(drafts.join(', '))]),
            ].join(' · ')}
      </p>
      {proposed !== null && (
        <p>
          <StateMark tone="busy">{words.waitsFor(claimStateNames[proposed.state][language])}</StateMark>{' '}
          <span className="quiet">{words.signedSoFar(peopleOf(proposed, language))}</span>
        </p>
      )}
      {requests.map(({ request, kind, state, over }) => (
        <p key={request}>
          <StateMark tone={over ? 'unknown' : 'busy'}>
            {kind === 'takeBack' || state === null
              ? words.askedTakeBack
              : words.asked(claimStateNames[state][language])}
          </StateMark>{' '}
          {over && <span className="quiet">{words.over} </span>}
          <a href={`/cases/${encodeURIComponent(caseId)}/approvals`}>{words.toApprovals}</a>
        </p>
      ))}
      {mayState && (
        <div className="buttons">
          <button type="button" className="plain" onClick={onAnew}>
            {words.anew}
          </button>
          {inForce !== null && <TakeBackClaim caseId={caseId} claim={claim} sign={sign} />}
        </div>
      )}
    </article>
  )
}

type Said = NonNullable<ClaimShape['proposed']>

function Grounds({ said, services }: { said: Said; services: ClaimsShape['services'] }) {
  const words = useWords(claimsWords)
  const { language } = useLanguage()
  const { scope, evidence, asOf, signed } = said
  const named = scope.map((id) => services.find((one) => one.id === id)?.name[language] ?? id)
  const isRevoked = signed.some(({ keyRevoked }) => keyRevoked)
  return (
    <>
      <p className="quiet">
        {scope.length === 0 ? words.allServices : words.about(named.join(', '))} · {words.asOf}{' '}
        <Moment at={asOf} /> · {words.by(peopleOf(said, language))}
        {signed.some(({ passkey }) => !passkey) && ` (${words.withFile})`}
      </p>
      {isRevoked && (
        <p>
          <StateMark tone="bad">{words.keyRevoked}</StateMark>
        </p>
      )}
      {evidence.length > 0 && (
        <p className="quiet">
          {words.restsOn} <span className="mono breakable">{evidence.join(', ')}</span>
        </p>
      )}
    </>
  )
}

function peopleOf({ signed }: Said, language: 'de' | 'en'): string {
  return signed.map(({ person, role }) => `${person} (${roleName(role, language)})`).join(', ')
}
