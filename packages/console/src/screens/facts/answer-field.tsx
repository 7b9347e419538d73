import type { FactFieldShape } from '../../api/shapes.ts'
import { TimeField } from '../../parts/time-field.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { factsWords } from './facts-words.ts'

/** The place to answer in, by the kind of the question. */
export function AnswerField({ row: { kind, options } }: { row: FactFieldShape }) {
  const words = useWords(factsWords)
  const { language } = useLanguage()
  switch (kind) {
    case 'text':
      return (
        <>
          <label>
            {words.valueDe}
            <textarea name="valueDe" rows={3} maxLength={4000} lang="de" />
          </label>
          <label>
            {words.valueEn}
            <textarea name="valueEn" rows={3} maxLength={4000} lang="en" />
            <span className="quiet">{words.textNote}</span>
          </label>
        </>
      )
    case 'yesNo':
      return (
        <label>
          {words.value}
          <select name="value" required defaultValue="">
            <option value="" disabled />
            <option value="yes">{words.yes}</option>
            <option value="no">{words.no}</option>
          </select>
        </label>
      )
    case 'choice':
      return (
        <label>
          {words.value}
          <select name="value" required defaultValue="">
            <option value="" disabled />
            {options.map(({ id, title }) => (
              <option key={id} value={id}>
                {title[language]}
              </option>
            ))}
          </select>
        </label>
      )
    case 'choices':
      return (
        <fieldset>
          <legend>{words.value}</legend>
          {options.map(({ id, title }) => (
            <label key={id} className="choice">
              <input type="checkbox" name="value" value={id} />
              {title[language]}
            </label>
          ))}
        </fieldset>
      )
    case 'list':
      return (
        <label>
          {words.value}
          <textarea name="value" rows={3} required />
          <span className="quiet">{words.listNote}</span>
        </label>
      )
    case 'time':
      return <TimeField name="value" label={words.value} required />
    case 'line':
    case 'count':
    case 'minutes':
    case 'percent':
    case 'money':
      return (
        <label>
          {words.value}
          <input
            name="value"
            required
            maxLength={200}
            autoComplete="off"
            inputMode={kind === 'line' ? 'text' : 'decimal'}
          />
        </label>
      )
  }
}
