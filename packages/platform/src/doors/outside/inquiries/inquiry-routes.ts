import type { Context } from 'hono'

import { readSubmission, linkToken } from '../../../core/inquiries/index.ts'
import { readForm } from '../read-form.ts'
import { languageOf } from '../pages/language.ts'
import type { OutsideRoutes } from '../outside-parts.ts'
import { checkPage, formPage, noticePage } from './form-pages.ts'
import { formTime, wasShown } from './form-time.ts'
import { linkRoutes } from './link-routes.ts'
import { queueLoad } from './queue-load.ts'
import { takingInquiries } from './take-inquiry.ts'

/** The form for an inquiry: shown, read, taken in; then its number. */
export const inquiryRoutes: OutsideRoutes = (app, parts) => {
  const { now, secret } = parts
  const take = takingInquiries(parts)
  const load = queueLoad(parts)

  app.get('/inquiry', async (c) => {
    const { service, topic } = c.req.query()
    const typed = { ...(service !== undefined && { service }), ...(topic !== undefined && { topic }) }
    return formPage(c, parts, { typed, shownAt: formTime(secret, now()), busy: await load() })
  })
  app.get('/inquiry/notice', (c) => noticePage(c, parts))

  app.post('/inquiry', async (c: Context) => {
    const fields = await readForm(c)
    const services = parts.face().services.map(({ id }) => id)
    const read = readSubmission(fields, { services, language: languageOf(c) })
    const shownAt = fields.get('shownAt')
    if ('problems' in read || fields.has('change')) {
      return formPage(c, parts, {
        typed: 'typed' in read ? read.typed : typedOf(fields),
        ...('problems' in read && { problems: read.problems }),
        shownAt: shownAt ?? formTime(secret, now()),
        busy: undefined,
      })
    }
    const isByHand = wasShown(secret, shownAt, now()) && !fields.get('website')
    // Whoever comes from the site, where nothing can be signed, or looks like a program, sees it once more and sends it then.
    if (!isByHand) return checkPage(c, parts, { fields, shownAt: formTime(secret, now()) })
    const inquiry = await take(read.submission, shownAt ?? '', parts.callerOf(c))
    return c.redirect(`/inquiry/status/${linkToken('status', inquiry)}?lang=${inquiry.language}`, 303)
  })
  linkRoutes(app, parts)
}

function typedOf(fields: URLSearchParams): Record<string, string> {
  return Object.fromEntries(fields)
}
