import { inquiryWords } from '../../core/messages/index.ts'
import { inquiryForm } from './inquiry-form.ts'
import { type Markup, markup } from './markup.ts'
import type { PageContext } from './page.ts'

/**
 * The form on the site itself: it can be read and filled in while the server for strangers is down, and says where it
 * goes. Telephone and mail stand below, as on every page.
 */
export function contactPage({ view, words, outside }: PageContext): Markup {
  const { language } = words
  const said = inquiryWords[language]
  if (outside === undefined) return markup`<h1>${said.title}</h1>`
  const at = (path: string): string => new URL(`${path}?lang=${language}`, outside).href
  return markup`<h1>${said.title}</h1>
<p class="lead">${said.lead} ${said.promise}</p>
<p class="note">${said.sentTo(outside.host)} <a href="${at('/inquiry')}">${said.formElsewhere}</a></p>
${inquiryForm({ language, action: at('/inquiry'), notice: at('/inquiry/notice'), services: view.services })}`
}
