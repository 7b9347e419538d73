import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'

import { contentKinds } from '../../../../platform/src/core/messages/index.ts'
import { caseKey, casePath, meQuery } from '../../api/queries.ts'
import { getJson, postJson } from '../../api/request.ts'
import { formText } from '../../parts/form-text.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { type Checked, Findings } from './findings.tsx'
import { kindName } from './kind-name.ts'
import { wordWords } from './word-words.ts'

interface WriteDraftProps {
  readonly caseId: string
  /** The draft that is written anew; undefined for a new one. */
  readonly before: { readonly update: string; readonly file: string } | undefined
  readonly onDone: () => void
}

/** Writes a text as a file with both languages, from the template of its kind; checked before it goes into review. */
export function WriteDraft({ caseId, before, onDone }: WriteDraftProps) {
  const words = useWords(wordWords)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const id = useId()
  const { data: me } = useQuery(meQuery)
  const [text, setText] = useState(before?.file ?? '')
  const [isOpen, setOpen] = useState(before !== undefined)
  const fill = useMutation({
    mutationFn: (kind: string) => getJson<{ text: string }>(`/api/word-templates/${kind}`),
    onSuccess: (template) => setText(template.text),
  })
  const check = useMutation({
    mutationFn: () => postJson<Checked>(`${casePath(caseId)}/word/check`, { text }),
  })
  const draft = useMutation({
    mutationFn: ({ name, sameMeaning }: { name: string; sameMeaning: boolean }) =>
      postJson(
        `${casePath(caseId)}/word/drafts/${encodeURIComponent(name)}`,
        { text, sameMeaning },
        { 'Idempotency-Key': crypto.randomUUID() },
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
      setText('')
      setOpen(false)
      onDone()
    },
  })
  if (me?.permissions.some((one) => one === 'writeWord') !== true) return null
  return (
    <details className="block" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{before === undefined ? words.write : words.rewriteWhat(before.update)}</summary>
      <form
        className="say-form"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          draft.mutate({ name: formText(form, 'update'), sameMeaning: form.get('same') !== null })
        }}
      >
        <label>
          {words.template}
          <select
            defaultValue=""
            onChange={({ target }) => {
              if (target.value !== '') fill.mutate(target.value)
            }}
          >
            <option value="">{words.chooseKind}</option>
            {contentKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindName(kind, language)}
                {kind === 'news' || kind === 'update' ? ` (${kind})` : ''}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.name}
          <input
            name="update"
            required
            maxLength={64}
            autoComplete="off"
            defaultValue={before?.update ?? ''}
          />
          <span className="quiet">{words.nameNote}</span>
        </label>
        <label htmlFor={id}>{words.text}</label>
        <textarea
          id={id}
          className="mono draft-text"
          rows={18}
          required
          spellCheck={false}
          value={text}
          onChange={({ target }) => {
            setText(target.value)
            check.reset()
            draft.reset()
          }}
        />
        <label className="choice">
          <input type="checkbox" name="same" /> {words.sameMeaning}
        </label>
        {check.data !== undefined && <Findings checked={check.data} />}
        {[fill.error, check.error, draft.error].map(
          (error, place) => error !== null && <ProblemNote key={place} error={error} />,
        )}
        <div className="buttons">
          <button type="button" className="plain" disabled={check.isPending} onClick={() => check.mutate()}>
            {words.check}
          </button>
          <button disabled={draft.isPending}>{words.intoReview}</button>
        </div>
      </form>
    </details>
  )
}
