import { useState } from 'react'

import { absoluteTime } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { declareWords } from './declare-words.ts'
import { localTime } from './local-time.ts'

/** A time that may stay empty; what was understood is said back with weekday and zone. */
export function TimeField({ name, label }: { name: string; label: string }) {
  const words = useWords(declareWords)
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
