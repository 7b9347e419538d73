import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { meQuery } from '../api/queries.ts'
import { postJson } from '../api/request.ts'
import { useLanguage, useWords } from '../words/language.tsx'
import { keysDialogId } from './keys-dialog.tsx'
import { frameWords } from './frame-words.ts'
import { chooseTheme, chosenTheme, themes } from './theme.ts'

/** Who sits here, and how they like to read. */
export function Settings() {
  const words = useWords(frameWords)
  const { language, choose } = useLanguage()
  const me = useQuery(meQuery)
  const [theme, setTheme] = useState(chosenTheme)
  const signOut = async (): Promise<void> => {
    await postJson('/api/sign-out')
    location.assign('/sign-in')
  }
  return (
    <section className="settings" aria-label={words.settings}>
      {me.data !== undefined && (
        <p className="me">
          <span className="quiet">{words.you}:</span> <strong>{me.data.name}</strong>{' '}
          <span className="quiet">{me.data.roles.join(', ')}</span>
        </p>
      )}
      <label>
        <span className="quiet">{words.theme}</span>{' '}
        <select
          aria-label={words.theme}
          value={theme}
          onChange={({ target }) => {
            const chosen = themes.find((each) => each === target.value) ?? 'system'
            chooseTheme(chosen)
            setTheme(chosen)
          }}
        >
          {themes.map((each) => (
            <option key={each} value={each}>
              {words.themes[each]}
            </option>
          ))}
        </select>
      </label>
      <div className="buttons">
        <button
          type="button"
          className="plain"
          lang={language === 'de' ? 'en' : 'de'}
          onClick={() => choose(language === 'de' ? 'en' : 'de')}
        >
          {words.language}
        </button>
        <button type="button" className="plain" onClick={openKeys}>
          {words.keys}
        </button>
        <button type="button" className="plain" onClick={() => void signOut()}>
          {words.signOut}
        </button>
      </div>
    </section>
  )
}

function openKeys(): void {
  const dialog = document.getElementById(keysDialogId)
  if (dialog instanceof HTMLDialogElement) dialog.showModal()
}
