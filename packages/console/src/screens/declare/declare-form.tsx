import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'

import { postJson } from '../../api/request.ts'
import type { EstateShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { Complaint } from '../../parts/complaint.tsx'
import { useWords } from '../../words/language.tsx'
import { declareWords } from './declare-words.ts'
import { localTime } from '../../parts/local-time.ts'
import { TimeField } from '../../parts/time-field.tsx'

interface DeclareFormProps {
  readonly systems: EstateShape['systems']
  readonly isExercise: boolean
}

/** Real or exercise is chosen first; a real one is typed, not clicked. */
export function DeclareForm({ systems, isExercise: isFirst }: DeclareFormProps) {
  const words = useWords(declareWords)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [id, setId] = useState('')
  const [isExercise, setExercise] = useState(isFirst)
  const [isTyped, setTyped] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  // One key for one intention: a second press after a lost answer declares nothing twice.
  const [key] = useState(() => crypto.randomUUID())
  const declare = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    setError(undefined)
    const form = new FormData(event.currentTarget)
    const wrong = wrongTimes(form)
    if (wrong !== undefined) return setError(new Error(words[wrong]))
    setBusy(true)
    try {
      const body = bodyOf(form, isExercise)
      await postJson('/api/cases', body, { 'Idempotency-Key': `${key}-${fingerprint(body)}` })
      await queries.invalidateQueries({ queryKey: ['cases'] })
      await navigate({ to: `/cases/${encodeURIComponent(body.case)}` })
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="stacked block" onSubmit={(event) => void declare(event)}>
      <fieldset>
        <legend>{words.kind}</legend>
        <label className="check">
          <input type="radio" name="kind" checked={isExercise} onChange={() => setExercise(true)} required />
          {words.exercise}
        </label>
        <label className="check">
          <input type="radio" name="kind" checked={!isExercise} onChange={() => setExercise(false)} />
          {words.real}
        </label>
        <p className="quiet">{words.never}</p>
      </fieldset>
      <label>
        {words.id}
        <input
          name="case"
          required
          pattern="[A-Za-z0-9][A-Za-z0-9._\-]{0,63}"
          autoComplete="off"
          spellCheck={false}
          value={id}
          onChange={({ target }) => setId(target.value)}
        />
        <span className="quiet">{words.idNote}</span>
      </label>
      <label>
        {words.name}
        <input name="title" required maxLength={200} autoComplete="off" />
      </label>
      {systems.length > 0 && (
        <fieldset>
          <legend>{words.systems}</legend>
          <div className="systems">
            {systems.map(({ id: system, kind }) => (
              <label key={system} className="check">
                <input type="checkbox" name="systems" value={system} />
                {system} <span className="quiet">{kind}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <fieldset>
        <legend>{words.onset}</legend>
        <div className="filters">
          <TimeField name="from" label={words.from} />
          <TimeField name="to" label={words.to} />
        </div>
      </fieldset>
      {!isExercise && (
        <label>
          {words.typed(id === '' ? '…' : id)}
          <input
            autoComplete="off"
            spellCheck={false}
            required
            onChange={({ target }) => setTyped(target.value === id)}
          />
        </label>
      )}
      <div className="buttons">
        <button disabled={isBusy || (!isExercise && !isTyped)}>{words.submit(id, !isExercise)}</button>
      </div>
      {error !== undefined && <Complaint title={words.failed} error={error} />}
    </form>
  )
}

interface DeclareBody {
  readonly case: string
  readonly title: string
  readonly exercise: boolean
  readonly systems?: readonly string[]
  readonly onset?: { readonly from: string; readonly to: string }
}

function bodyOf(form: FormData, exercise: boolean): DeclareBody {
  const text = (name: string): string => formText(form, name)
  const systems = form.getAll('systems').filter((one) => typeof one === 'string')
  const [from, to] = [localTime(text('from')), localTime(text('to'))]
  return {
    case: text('case'),
    title: text('title'),
    exercise,
    ...(systems.length > 0 && { systems }),
    // The field has the time of whoever sits here; the log has UTC.
    ...(from !== undefined &&
      to !== undefined && { onset: { from: from.toISOString(), to: to.toISOString() } }),
  }
}

/** Half an answer is asked for again: it would be left out of the declaration, and nobody would notice. */
function wrongTimes(form: FormData): 'bothTimes' | 'wrongOrder' | undefined {
  const [from, to] = [localTime(formText(form, 'from')), localTime(formText(form, 'to'))]
  if ((from === undefined) !== (to === undefined)) return 'bothTimes'
  return from !== undefined && to !== undefined && from > to ? 'wrongOrder' : undefined
}

/** Another content is another request and gets another key. */
function fingerprint(body: DeclareBody): string {
  const text = JSON.stringify(body)
  let hash = 0
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0
  return hash.toString(16)
}
