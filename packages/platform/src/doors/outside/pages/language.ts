import type { Context } from 'hono'

import { preferredLanguage } from '../../http/index.ts'

/** `?lang=de` or `?lang=en` decides, as every link of ours says it; otherwise the browser's wish. */
export function languageOf(c: Context): 'de' | 'en' {
  const said = c.req.query('lang')
  return said === 'de' || said === 'en' ? said : preferredLanguage(c.req.header('Accept-Language'))
}
