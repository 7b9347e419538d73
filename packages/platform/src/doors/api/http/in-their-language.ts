import type { Context } from 'hono'

import { saidIn } from '../../../core/failure-words/index.ts'
import { preferredLanguage } from '../../http/index.ts'

/** Says sentences of ours in the language of `Accept-Language`; for answers that hold what a check or a job said. */
export function inTheirLanguage(c: Context): (english: string) => string {
  const language = preferredLanguage(c.req.header('Accept-Language'))
  // A cache between us and two people must not give one of them the other's language.
  c.header('Vary', 'Accept-Language')
  c.header('Content-Language', language)
  return (english) => saidIn(language, english)
}
