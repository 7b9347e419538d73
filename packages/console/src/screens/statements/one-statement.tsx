import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'

import { casePath, caseQuery } from '../../api/queries.ts'
import type { StatementShape } from '../../api/shapes.ts'
import { frameWords } from '../../frame/frame-words.ts'
import { BothLanguages } from '../../parts/both-languages.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { AskForLetters } from './ask-for-letters.tsx'
import { Delivered, Posted } from './by-post.tsx'
import { DraftLetters } from './draft-letters.tsx'
import { Findings } from './findings.tsx'
import { LetterText } from './letter-text.tsx'
import { letterWords } from './letter-words.ts'
import { RevisionChanges } from './revision-changes.tsx'
import { stageTones } from './stage-tones.ts'
import { statementsWords } from './statements-words.ts'

interface OneStatementProps {
  readonly caseId: string
  readonly tenant: string
  readonly close: () => void
}

/**
 * One customer's letter: both languages, what is new in it, what the checks say, and what is done with it. On the card
 * `p` goes to the post and `d` to the receipt; Enter records.
 */
export function OneStatement({ caseId, tenant, close }: OneStatementProps) {
  const words = useWords(statementsWords)
  const letters = useWords(letterWords)
  const frame = useWords(frameWords)
  const { language } = useLanguage()
  const post = useRef<HTMLButtonElement>(null)
  const receipt = useRef<HTMLInputElement>(null)
  const path = `/statements/${encodeURIComponent(tenant)}`
  const { data, error } = useQuery({ ...caseQuery<StatementShape>(caseId, path), retry: false })
  if (error !== null) return <ProblemNote error={error} />
  if (data === undefined) return null
  const { standing, letter, since } = data
  // The server prints it no more: a letter that breaks its word on arrival.
  const isKeptIn = standing.isPromiseOver && standing.stage === 'approved'
  return (
    <article
      className="block customer-letter"
      aria-label={standing.name}
      tabIndex={-1}
      ref={(card) => card?.focus({ preventScroll: true })}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
        const to = { p: post.current, d: receipt.current }[event.key]
        if (to === undefined || to === null) return
        event.preventDefault()
        to.focus()
      }}
    >
      <header className="screen-head">
        <h2>{standing.name}</h2>
        <StateMark tone={stageTones[standing.stage]}>{words.stages[standing.stage]}</StateMark>
        {standing.isOutdated && <StateMark tone="warn">{words.outdated}</StateMark>}
        {standing.isPromiseOver && <StateMark tone="bad">{words.promiseOver}</StateMark>}
      </header>
      {letter === null ? (
        <p className="quiet">{words.missing}</p>
      ) : (
        <>
          {letter.findings.length === 0 ? (
            <StateMark tone="good">{words.clean}</StateMark>
          ) : (
            <Lines
              title={words.findings}
              lines={letter.findings.map(({ message, german }) => (language === 'de' ? german : message))}
            />
          )}
          <RevisionChanges letter={letter} />
          <Lines title={words.since} lines={since[language]} />
          <h3>
            {words.text} <span className="quiet">{letters.revision(letter.revision)}</span>
          </h3>
          <LetterText letter={letter} />
          <details>
            <summary>{letters.particulars}</summary>
            <BothLanguages text={letter.particulars} />
          </details>
          {standing.stage === 'in review' && standing.request === null && (
            <AskForLetters caseId={caseId} tenant={tenant} button={words.askOne} />
          )}
          {standing.request !== null && (
            <p>
              <a href={`/cases/${encodeURIComponent(caseId)}/approvals`}>{words.waits}</a>
            </p>
          )}
          <Posted caseId={caseId} standing={standing} button={post} />
          <Delivered caseId={caseId} standing={standing} receipt={receipt} />
        </>
      )}
      <Findings caseId={caseId} tenant={tenant} />
      <DraftLetters caseId={caseId} tenant={tenant} />
      <p className="buttons">
        {letter !== null && !isKeptIn && <a href={`${casePath(caseId)}${path}/letter.pdf`}>{words.pdf}</a>}
        <button type="button" className="plain" onClick={close}>
          {frame.close}
        </button>
      </p>
    </article>
  )
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
