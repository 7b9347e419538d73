import { useState } from 'react'

import { absoluteTime } from '../words/format.ts'
import { useLanguage, useWords, words as wordsOf } from '../words/language.tsx'
import { localTime } from './local-time.ts'

/** A time, which may stay empty unless it is `required`; what was understood is said back with weekday and zone. */
export function TimeField({
  name,
  label,
  required = false,
}: {
  name: string
  label: string
  required?: boolean
}) {
  const words = useWords(timeWords)
  const { language } = useLanguage()
  const [text, setText] = useState('')
  const time = localTime(text)
  const isWrong = text.trim() !== '' && time === undefined
  return (
    <label>
      {label}
      <input
        name={name}
        value={text}
        required={required}
        placeholder={words.timePattern}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong || undefined}
        onChange={({ target }) => {
          target.setCustomValidity(
            target.value.trim() === '' || localTime(target.value) !== undefined ? '' : words.noTime,
          )
          setText(target.value)
        }}
      />
      <span className="quiet" aria-live="polite">
        {time !== undefined ? absoluteTime(time.getTime(), language) : isWrong ? words.noTime : '\u00a0'}
      </span>
    </label>
  )
}

const timeWords = wordsOf({
  en: {
    timePattern: 'YYYY-MM-DD HH:MM',
    noTime: 'Write it as 2026-03-08 02:00, in the time of this place.',
  },
  de: {
    timePattern: 'JJJJ-MM-TT HH:MM',
    noTime: 'Bitte so: 2026-03-08 02:00, in der Zeit dieses Ortes.',
  },
})
