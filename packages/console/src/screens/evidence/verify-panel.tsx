import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'

import { casePath } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { VerificationShape } from '../../api/shapes.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { evidenceWords } from './evidence-words.ts'

/** The server reads every line again; what it found, with the reason for each finding. */
export function VerifyPanel({ caseId }: { caseId: string }) {
  const words = useWords(evidenceWords)
  const verify = useMutation({
    mutationFn: (kept: readonly { entries: number; head: string }[]) =>
      postJson<VerificationShape>(`${casePath(caseId)}/evidence/verify`, { kept }),
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [entries, head] = [Number(form.get('entries')), textField(form, 'head')]
    verify.mutate(head === '' ? [] : [{ entries, head }])
  }
  return (
    <section className="block" aria-label={words.verify}>
      <form className="verify" onSubmit={submit}>
        <button disabled={verify.isPending}>{verify.isPending ? words.verifying : words.verify}</button>
        <details>
          <summary>{words.compare}</summary>
          <p className="quiet">{words.keptNote}</p>
          <label>
            {words.kept} <input name="entries" type="number" min={1} className="short" />
          </label>{' '}
          <label>
            {words.keptHead}{' '}
            <input name="head" pattern="\s*[0-9a-fA-F]{64}\s*" className="mono" autoComplete="off" />
          </label>
        </details>
      </form>
      <div role="status">
        {verify.data !== undefined && <Found found={verify.data} />}
        {verify.error !== null && <ProblemNote error={verify.error} />}
      </div>
    </section>
  )
}

function textField(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim().toLowerCase() : ''
}

function Found({ found }: { found: VerificationShape }) {
  const words = useWords(evidenceWords)
  const { language } = useLanguage()
  const { verified, entries, ms, compared, head, problems } = found
  return (
    <>
      <p>
        <StateMark tone={verified ? 'good' : 'bad'} icon={verified ? 'shield' : 'blocked'}>
          <strong>{verified ? words.verified : words.notVerified}</strong>
        </StateMark>{' '}
        {verified && (
          <>
            {words.verifiedNote(count(entries, language), count(ms, language))} {words.compared(compared)}
          </>
        )}
      </p>
      {verified && (
        <p>
          <span className="quiet">{words.head}:</span> <span className="mono">{head}</span>
        </p>
      )}
      {!verified && <p>{words.whatNow}</p>}
      <ul>
        {problems.map(({ line, code, message }) => (
          <li key={`${line} ${code}`}>
            {words.line} {line}: {message}
          </li>
        ))}
      </ul>
    </>
  )
}
