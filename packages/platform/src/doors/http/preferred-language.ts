/** German where the browser prefers it, English otherwise. */
export function preferredLanguage(acceptLanguage: string | undefined): 'en' | 'de' {
  const first = /^\s*([a-z]{2})\b/i.exec(acceptLanguage ?? '')?.[1]?.toLowerCase()
  return first === 'de' ? 'de' : 'en'
}
