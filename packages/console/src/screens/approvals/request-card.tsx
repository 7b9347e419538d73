import { useSuspenseQuery } from '@tanstack/react-query'

import { meQuery } from '../../api/queries.ts'
import type { ApprovalRequestShape } from '../../api/shapes.ts'
import { Icon } from '../../parts/icon.tsx'
import { Moment } from '../../parts/moment.tsx'
import { StateMark, type Tone } from '../../parts/state-mark.tsx'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { useServiceNames } from '../estate/service-names.ts'
import { queueWords } from '../queue/queue-words.ts'
import type { Intent } from './intent.ts'
import { approvalsWords } from './approvals-words.ts'
import { LettersToRead } from './letters-to-read.tsx'
import { RemainingTime } from './remaining-time.tsx'
import { useSubjectName } from './subject-name.ts'

interface RequestCardProps {
  readonly caseId: string
  readonly request: ApprovalRequestShape
  readonly missingOf: (unit: string) => readonly string[] | undefined
  readonly want: (intent: Intent) => void
}

const tones: Readonly<Record<ApprovalRequestShape['status'], Tone>> = {
  open: 'busy',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'unknown',
  expired: 'warn',
  void: 'warn',
}

/** One request: exactly what is signed, by whom, until when. */
export function RequestCard({ caseId, request, missingOf, want }: RequestCardProps) {
  const words = useWords(approvalsWords)
  const { language } = useLanguage()
  const named = useSubjectName()
  const { subject, status, quorum, missing, yours } = request
  const isOpen = status === 'open'
  const isYourTurn = isOpen && yours.roles.length > 0 && !yours.signed
  const gate = subject.kind === 'unit' && isOpen ? missingOf(subject.name) : undefined
  return (
    <article className="block approval" data-turn={isYourTurn || undefined}>
      <header>
        <h2>{words.subjects[subject.kind](named(subject))}</h2>
        <StateMark tone={tones[status]}>{words.statuses[status]}</StateMark>
        {isYourTurn && <StateMark tone="warn">{words.yourTurn}</StateMark>}
        {request.exercise && <span className="kind exercise">{words.exercise}</span>}
      </header>
      <SignedContent request={request} />
      {subject.kind === 'letters' && isOpen && <LettersToRead caseId={caseId} request={request} />}
      <dl className="facts">
        <Row name={words.why}>{request.reason}</Row>
        <Row name={words.asked}>
          {request.by}, <Moment at={request.at} />
        </Row>
        <Row name={words.until}>
          <Moment at={request.expiresAt} isDue={isOpen} />
          {isOpen && <RemainingTime until={request.expiresAt} />}
        </Row>
        <Row name={words.people}>
          {words.ofQuorum(String(Math.max(0, quorum - missing)), String(quorum))}
          {isOpen && missing > 0 && ` · ${words.missing(missing)}`}
          <Said request={request} />
        </Row>
        {request.roles.length > 0 && (
          <Row name={words.roles}>{request.roles.map((role) => roleName(role, language)).join(', ')}</Row>
        )}
        {request.authors.length > 0 && <Row name={words.authors}>{request.authors.join(', ')}</Row>}
        {gate !== undefined && (
          <Row name={words.gate}>
            {gate.length === 0 ? (
              words.gateNothing
            ) : (
              <ul>
                {gate.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            )}
          </Row>
        )}
      </dl>
      {isOpen && <Buttons request={request} want={want} />}
    </article>
  )
}

function SignedContent({ request }: { request: ApprovalRequestShape }) {
  const words = useWords(approvalsWords)
  const { language } = useLanguage()
  const { outcomes } = useWords(queueWords)
  const isOutcome = (value: unknown): value is keyof typeof outcomes =>
    typeof value === 'string' && Object.hasOwn(outcomes, value)
  const tenantName = useTenantNames()
  const serviceName = useServiceNames()
  const { facts, contentHash, head, scope } = request
  const reach = [
    ...scope.tenants.map(tenantName),
    ...scope.services.map(serviceName),
    ...(scope.audience === undefined ? [] : [scope.audience]),
  ]
  return (
    <div className="signed">
      <h3>{words.signed}</h3>
      <p>
        {words.contentHash}: <strong className="hash-digits">{contentHash.slice(0, 8)}</strong>
        <span className="hash-rest">{contentHash.slice(8)}</span>
      </p>
      {facts.length === 0 && request.status !== 'approved' && <p className="quiet">{words.changed}</p>}
      <dl className="facts">
        {facts.map(({ id, label, value }) => (
          <Row key={id} name={label[language]}>
            {id === 'outcome' && isOutcome(value) ? (
              outcomes[value]
            ) : typeof value === 'number' ? (
              count(value, language)
            ) : typeof value === 'boolean' ? (
              '✓'
            ) : (
              <span className={valueClass(id, value)}>{value}</span>
            )}
          </Row>
        ))}
        {reach.length > 0 && <Row name={words.scope}>{reach.join(', ')}</Row>}
        <Row name={words.head}>
          <span className="mono breakable">{head.slice(0, 16)}…</span>
        </Row>
      </dl>
    </div>
  )
}

const wholeTexts: ReadonlySet<string> = new Set([
  'textDe',
  'textEn',
  'changesDe',
  'changesEn',
  'particularsDe',
  'particularsEn',
  'findings',
  'findingsDe',
  'findingsEn',
  'stillMissing',
])

/** Digests may break anywhere; a text that goes out keeps its lines. */
function valueClass(id: string, value: string): string | undefined {
  if (wholeTexts.has(id)) return 'signed-text'
  return /^[0-9a-f]{64}$/.test(value) ? 'mono breakable' : undefined
}

function Said({ request: { given } }: { request: ApprovalRequestShape }) {
  const words = useWords(approvalsWords)
  const { language } = useLanguage()
  if (given.length === 0) return null
  return (
    <ul className="said">
      {given.map(({ person, role, verdict, reason, at, revoked, keyId }) => (
        <li key={`${person} ${keyId}`}>
          <StateMark tone={revoked ? 'unknown' : verdict === 'approve' ? 'good' : 'bad'}>
            {words.said[verdict]}
          </StateMark>{' '}
          <Icon name="person" /> {person} ({roleName(role, language)}), <Moment at={at} />
          {reason !== '' && <> · “{reason}”</>}
          {revoked && <> · {words.revoked}</>}
        </li>
      ))}
    </ul>
  )
}

interface ButtonsProps {
  readonly request: ApprovalRequestShape
  readonly want: (intent: Intent) => void
}

function Buttons({ request, want }: ButtonsProps) {
  const words = useWords(approvalsWords)
  const { language } = useLanguage()
  const { data: me } = useSuspenseQuery(meQuery)
  const { yours } = request
  const isOwner = request.by === me.name || me.roles.includes('lead') || me.roles.includes('deputy-lead')
  const withdraw = (whole: boolean): void => want({ kind: 'withdraw', request, whole })
  return (
    <div className="buttons">
      {yours.roles.length > 0 && !yours.signed && (
        <button type="button" onClick={() => want({ kind: 'sign', request, verdict: 'approve' })}>
          {words.sign}
        </button>
      )}
      {yours.roles.length > 0 && !yours.signed && (
        <button
          type="button"
          className="plain"
          onClick={() => want({ kind: 'sign', request, verdict: 'reject' })}
        >
          {words.reject}
        </button>
      )}
      {yours.signed && (
        <>
          <span className="quiet">{words.youSigned}</span>
          <button type="button" className="plain" onClick={() => withdraw(false)}>
            {words.takeBack}
          </button>
        </>
      )}
      {isOwner && (
        <button type="button" className="plain" onClick={() => withdraw(true)}>
          {words.callOff}
        </button>
      )}
      {yours.why !== undefined && <span className="quiet">{yours.why[language]}</span>}
    </div>
  )
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
