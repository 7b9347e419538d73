import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

import { queryClient } from '../api/query-client.ts'
import { kept, keep } from './kept.ts'

export type Language = 'en' | 'de'

/** The same words in both languages; the compiler notices what is missing in one. */
export type Words<Dictionary> = Readonly<Record<Language, Dictionary>>

export function words<Dictionary>(both: { en: Dictionary; de: NoInfer<Dictionary> }): Words<Dictionary> {
  return both
}

interface LanguageChoice {
  readonly language: Language
  readonly choose: (language: Language) => void
}

const LanguageContext = createContext<LanguageChoice>({ language: 'en', choose: () => undefined })

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage)
  useEffect(() => {
    document.documentElement.lang = language
    // What the server said (a failed job, a mistake in a file) it said in the other language.
    void queryClient.invalidateQueries()
  }, [language])
  const choose = (chosen: Language): void => {
    keep('language', chosen)
    setLanguage(chosen)
  }
  return <LanguageContext value={{ language, choose }}>{children}</LanguageContext>
}

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext)
}

/** The words of a screen in the language of whoever reads. */
export function useWords<Dictionary>(both: Words<Dictionary>): Dictionary {
  return both[useLanguage().language]
}

function firstLanguage(): Language {
  const chosen = kept('language')
  if (chosen === 'de' || chosen === 'en') return chosen
  return navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en'
}
