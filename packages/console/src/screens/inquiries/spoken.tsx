import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { inquiryWords } from '../../../../platform/src/core/messages/index.ts'
import { caseKey, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import { requestKeys } from '../../api/request-keys.ts'
import type { InquiryShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { Moment } from '../../parts/moment.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { estateQuery } from '../estate/estate-query.ts'
import { inquiriesWords } from './inquiries-words.ts'

/** What somebody says on the telephone, typed in while they speak; the number is read out to them. */
export function Spoken({ caseId }: { readonly caseId: string }) {
  const words = useWords(inquiriesWords)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const { data: estate } = useQuery({ ...estateQuery, retry: false })
  // Pressed again after an answer that was lost: the same inquiry, not a second one.
  const [keys] = useState(requestKeys)
  const take = useMutation({
    mutationFn: ({ body }: { body: object; form: HTMLFormElement }) =>
      postJson<InquiryShape>('/api/inquiries', body, { 'Idempotency-Key': keys.of(body) }),
    onSuccess: async (_inquiry, { form }) => {
      keys.forget()
      form.reset()
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
    },
  })
  if (me?.permissions.some((one) => one === 'answerInquiries') !== true) return null
  const { topics } = inquiryWords[language]
  return (
    <details className="block">
      <summary>{words.spoken}</summary>
      <form
        className="say-form"
        onSubmit={(event) => {
          event.preventDefault()
          const form = event.currentTarget
          const data = new FormData(form)
          const may = (name: string) => {
            const text = formText(data, name).trim()
            return text === '' ? {} : { [name]: text }
          }
          take.mutate({
            form,
            body: {
              case: caseId,
              name: formText(data, 'name'),
              ...may('customer'),
              phone: formText(data, 'phone'),
              ...may('callTime'),
              service: formText(data, 'service'),
              topic: formText(data, 'topic'),
              message: formText(data, 'message'),
              language: formText(data, 'language'),
              consent: data.get('consent') !== null,
            },
          })
        }}
      >
        <label>
          {words.spokenName}
          <input name="name" required maxLength={120} autoComplete="off" />
        </label>
        <label>
          {words.spokenCustomer}
          <input name="customer" maxLength={120} autoComplete="off" />
        </label>
        <label>
          {words.spokenPhone}
          <input name="phone" type="tel" required maxLength={40} autoComplete="off" />
        </label>
        <label>
          {words.spokenCall}
          <input name="callTime" maxLength={120} autoComplete="off" />
        </label>
        <label>
          {words.spokenService}
          <select name="service" required defaultValue="">
            <option value="" />
            {estate?.services.map(({ id, name }) => (
              <option key={id} value={id}>
                {name[language]}
              </option>
            ))}
            <option value="other">{words.otherService}</option>
          </select>
        </label>
        <label>
          {words.spokenTopic}
          <select name="topic" required defaultValue="">
            <option value="" />
            {Object.entries(topics).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.spokenLanguage}
          <select name="language" defaultValue={language}>
            <option value="de">{words.german}</option>
            <option value="en">{words.english}</option>
          </select>
        </label>
        <label>
          {words.spokenMessage}
          <textarea name="message" required rows={4} maxLength={5000} />
        </label>
        <label className="choice">
          <input type="checkbox" name="consent" required /> {words.spokenConsent}
        </label>
        {take.error !== null && <ProblemNote error={take.error} />}
        <div className="buttons">
          <button disabled={take.isPending}>{words.spokenKeep}</button>
        </div>
      </form>
      {take.data !== undefined && (
        <p role="status">
          {words.spokenDone} <strong className="mono">{take.data.reference}</strong>
          {take.data.answerBy !== undefined && (
            <>
              . {words.spokenBy} <Moment at={take.data.answerBy} />
            </>
          )}
        </p>
      )}
    </details>
  )
}
