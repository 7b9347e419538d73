import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { caseQuery } from '../../api/queries.ts'
import type { WordShape } from '../../api/shapes.ts'
import type { ScreenProps } from '../../frame/screen-list.ts'
import { Moment } from '../../parts/moment.tsx'
import { StateMark, type Tone } from '../../parts/state-mark.tsx'
import { useTitle } from '../../parts/title.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { DraftCard } from './draft-card.tsx'
import { audienceName, kindName } from './kind-name.ts'
import { PublishedList } from './published-list.tsx'
import { SiteHosts } from './site-hosts.tsx'
import './word.css'
import { wordWords } from './word-words.ts'
import { WriteDraft } from './write-draft.tsx'

const tones: Readonly<Record<WordShape['level'], Tone>> = {
  'nothing promised': 'warn',
  kept: 'good',
  'three hours': 'busy',
  'one hour': 'warn',
  overdue: 'bad',
}

/** What is said to the outside: the promise that runs, what waits to be said, what was said. */
export default function Word({ caseId }: ScreenProps) {
  const words = useWords(wordWords)
  const { language } = useLanguage()
  useTitle(words.title)
  const { data: view } = useSuspenseQuery(caseQuery<WordShape>(caseId, '/word'))
  /** A draft that is written on; a name of none is a new one. */
  const [written, setWritten] = useState<{ readonly update: string; readonly file: string }>()
  return (
    <div className="word-screen">
      <div className="screen-head">
        <h1>{words.title}</h1>
        <p>
          <StateMark tone={tones[view.level]}>
            {view.nextBy === null ? (
              words.nothingPromised
            ) : (
              <>
                {words.promised} <Moment at={view.nextBy} isDue />
              </>
            )}
          </StateMark>{' '}
          <span className="quiet">{words.keptOf(view.kept, view.missed)}</span>
        </p>
      </div>
      {view.unproven > 0 && (
        <p>
          <StateMark tone="bad">{words.unproven(view.unproven)}</StateMark>
        </p>
      )}
      {view.corrections.map(({ number, claim, said, now }) => (
        <p key={`${number} ${claim}`}>
          <StateMark tone="warn">{words.toCorrect(number, claim, said, now)}</StateMark>
        </p>
      ))}
      <WriteDraft
        caseId={caseId}
        before={written}
        onDone={() => setWritten(undefined)}
        key={written?.update ?? ''}
      />
      <section aria-labelledby="drafts">
        <h2 id="drafts">{words.drafts}</h2>
        {view.drafts.length === 0 && <p className="quiet">{words.noDrafts}</p>}
        {view.drafts.map((draft) => (
          <DraftCard key={draft.update} caseId={caseId} draft={draft} onChange={() => setWritten(draft)} />
        ))}
      </section>
      {view.site !== null && <SiteHosts site={view.site} />}
      <PublishedList published={view.published} />
      {view.handedOut.length > 0 && (
        <section aria-labelledby="handed-out">
          <h2 id="handed-out">{words.handedOut}</h2>
          <ul>
            {view.handedOut.map(({ update, kind, audience, tlp, at }) => (
              <li key={`${update} ${at}`}>
                {update} ({kindName(kind, language)}), {audienceName(audience, language)}, TLP:{tlp},{' '}
                <Moment at={at} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
