import type { Context } from 'hono'

import { saidIn } from '../../../core/failure-words/index.ts'
import { preferredLanguage } from '../../http/index.ts'

/** The language of `Accept-Language`, for an answer that holds sentences of ours; the answer says that it depends on it. */
export function askedLanguage(c: Context): 'de' | 'en' {
  const language = preferredLanguage(c.req.header('Accept-Language'))
  // A cache between us and two people must not give one of them the other's language.
  c.header('Vary', 'Accept-Language')
  c.header('Content-Language', language)
  return language
}

/** Says what a check said in the language of the caller. */
export function inTheirLanguage(c: Context): (english: string) => string {
  const language = askedLanguage(c)
  return (english) => saidIn(language, english)
}
