import { useMutation } from '@tanstack/react-query'
import { type RefObject, useId } from 'react'

import { casePath } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { PlanShown } from '../../api/shapes.ts'
import { frameWords } from '../../frame/frame-words.ts'
import { fileDigest } from '../../parts/file-digest.ts'
import { formText } from '../../parts/form-text.ts'
import { localTime } from '../../parts/local-time.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { TimeField } from '../../parts/time-field.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { roleName } from '../../words/role-words.ts'
import { planWords } from './plan-words.ts'

type StageView = PlanShown['stages'][number]
type Instance = StageView['instances'][number]
type Task = StageView['tasks'][number]
type Field = Task['fields'][number]

interface FillDialogProps {
  readonly ref: RefObject<HTMLDialogElement | null>
  readonly caseId: string
  readonly instance: Instance
  readonly task: Task
}

/**
 * What a person fills in for a task of the plan, in the own name. Files stay on this machine: their hashes are what
 * the case keeps. What was filled in before stands in the fields and is kept where nothing else is written.
 */
export function FillDialog({ ref, caseId, instance, task }: FillDialogProps) {
  const words = useWords(planWords)
  const frame = useWords(frameWords)
  const { language } = useLanguage()
  const title = useId()
  const before = instance.filled.find((one) => one.task === task.task)
  const fill = useMutation({
    mutationFn: async (form: FormData) => {
      const body = { task: task.task, values: valuesIn(task.fields, form), evidence: await evidenceIn(form) }
      const path = `${casePath(caseId)}/stages/${encodeURIComponent(instance.key)}/fill`
      await postJson(path, body, { 'Idempotency-Key': crypto.randomUUID() })
    },
    onSuccess: () => ref.current?.close(),
  })
  return (
    <dialog ref={ref} aria-labelledby={title} onClose={() => fill.reset()}>
      <form
        className="say-form"
        onSubmit={(event) => {
          event.preventDefault()
          fill.mutate(new FormData(event.currentTarget))
        }}
      >
        <h2 id={title}>{words.fillWhat(instance.key)}</h2>
        <p>{task.text[language]}</p>
        <p className="quiet">
          {words.taskOf(roleName(task.role, language))}
          {before !== undefined && ` · ${words.filledBy(before.person)}`}
        </p>
        {task.fields.map((field) => (
          <FieldInput key={field.name} field={field} before={before?.values[field.name]} />
        ))}
        <label>
          {words.proofFiles}
          <input
            type="file"
            name="evidence"
            multiple
            required={task.needsEvidence && (before?.evidence.length ?? 0) === 0}
          />
          <span className="quiet">
            {words.proofNote}
            {before !== undefined && before.evidence.length > 0 && ` ${words.given(before.evidence.length)}`}
          </span>
        </label>
        {fill.error !== null && <ProblemNote error={fill.error} />}
        <div className="buttons">
          <button disabled={fill.isPending}>{words.record}</button>
          <button type="button" className="plain" onClick={() => ref.current?.close()}>
            {frame.close}
          </button>
        </div>
      </form>
    </dialog>
  )
}

function FieldInput({ field: { name, kind }, before }: { field: Field; before: string | undefined }) {
  const words = useWords(planWords)
  const label = name.replaceAll('-', ' ')
  if (kind === 'time') {
    return (
      <div>
        <TimeField name={name} label={label} required={before === undefined} />
        {before !== undefined && <span className="quiet">{words.now(before)}</span>}
      </div>
    )
  }
  if (kind === 'yes-no') {
    return (
      <label>
        {label}
        <select name={name} defaultValue={before ?? ''} required>
          <option value="" />
          <option value="yes">{words.yes}</option>
          <option value="no">{words.no}</option>
        </select>
      </label>
    )
  }
  return (
    <label>
      {label}
      <input
        name={name}
        defaultValue={before ?? ''}
        required
        autoComplete="off"
        {...(kind === 'number' && { inputMode: 'numeric', pattern: '[0-9]{1,15}' })}
        {...(kind === 'sha256' && { pattern: '[0-9a-f]{64}', spellCheck: false })}
        {...(kind === 'text' && { maxLength: 500 })}
      />
    </label>
  )
}

/** What was left empty was filled in before, and stays. */
function valuesIn(fields: readonly Field[], form: FormData): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ name, kind }) => {
      const text = formText(form, name)
      const value = kind === 'time' ? (localTime(text)?.toISOString() ?? '') : text
      return value === '' ? [] : [[name, value]]
    }),
  )
}

async function evidenceIn(form: FormData): Promise<readonly string[]> {
  // A browser sends an empty file for a field without one.
  const files = form.getAll('evidence').filter((one): one is File => one instanceof File && one.name !== '')
  return Promise.all(files.map(fileDigest))
}
