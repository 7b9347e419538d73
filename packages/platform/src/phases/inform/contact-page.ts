import { inquiryWords, siteWords } from '../../core/messages/index.ts'
import { inquiryForm } from './inquiry-form.ts'
import { type Markup, markup } from './markup.ts'
import type { PageContext } from './page-context.ts'

/** The form on the site itself; it is sent to the server for strangers, which lies elsewhere and may be down when this does not. */
export function contactPage({ view, words, edition }: PageContext): Markup {
  const { language } = words
  const said = inquiryWords[language]
  const outside = edition?.outside
  if (outside === undefined) return markup`<h1>${said.title}</h1>`
  return markup`<h1>${said.title}</h1>
<p class="lead">${said.lead} ${said.promise}</p>
${edition?.isBusy === true ? markup`<p class="lead">${siteWords[language].busy}</p>\n` : ''}<p class="note">${said.sentTo(new URL(outside).host)} <a href="${outside}inquiry?lang=${language}">${said.formElsewhere}</a></p>
${inquiryForm({
  language,
  action: `${outside}inquiry?lang=${language}`,
  notice: `${outside}inquiry/notice?lang=${language}`,
  services: view.services,
})}
<h2>${siteWords[language].byMail}</h2>
<p><a href="${outside}subscribe?lang=${language}">${siteWords[language].subscribe}</a></p>`
}
