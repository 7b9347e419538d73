import { Link } from '@tanstack/react-router'

import type { FirstHour } from '../api/shapes.ts'
import { Icon } from '../parts/icon.tsx'
import { Moment, useNow } from '../parts/moment.tsx'
import { absoluteTime, span } from '../words/format.ts'
import { useLanguage, useWords } from '../words/language.tsx'
import { ConnectionState } from './connection-state.tsx'
import { frameWords } from './frame-words.ts'
import { LogHead } from './log-head.tsx'
import { NextClock } from './next-clock.tsx'

/** On every screen: which case, real or exercise, how late it is, what is due next, how current this is. */
export function CaseHeader({ view }: { view: FirstHour }) {
  const words = useWords(frameWords)
  const { language } = useLanguage()
  const now = useNow()
  const declaredAt = view.declared?.at
  const promise = view.say.last?.nextBy
  return (
    <header className="case-header">
      <div className="case-name">
        <Link to="/" className="home" aria-label={words.allCases}>
          <Icon name="home" />
        </Link>
        <span className={view.exercise ? 'kind exercise' : 'kind real'}>
          <Icon name={view.exercise ? 'exercise' : 'alarm'} />
          {view.exercise ? words.exercise : words.real}
        </span>
        <span className="title">
          <strong>{view.title}</strong> <span className="quiet">{view.case}</span>
          {view.status === 'closed' && <span className="quiet"> · {words.closed}</span>}
          {view.stoppedAt !== null && (
            <span className="stopped">
              {' '}
              · <Icon name="done" /> {words.stopped} {absoluteTime(view.stoppedAt, language)}
            </span>
          )}
        </span>
      </div>
      <dl className="case-facts">
        <div>
          <dt>{view.stoppedAt === null ? words.sinceDeclared : words.lasted}</dt>
          <dd>
            {declaredAt === undefined ? (
              words.unknown
            ) : (
              <time dateTime={declaredAt}>{span(now - new Date(declaredAt).getTime(), language)}</time>
            )}
          </dd>
        </div>
        <NextClock say={view.say} />
        <div>
          <dt>{words.nextUpdate}</dt>
          <dd>{promise === undefined ? words.noPromise : <Moment at={promise} isDue />}</dd>
        </div>
        <LogHead caseId={view.case} seq={view.seq} asOf={view.asOf} head={view.head} />
        <ConnectionState />
      </dl>
    </header>
  )
}
