import type { Context } from 'hono'

import type { Inquiry } from '../../../core/inquiries/index.ts'
import { inquiryWords, messages } from '../../../core/messages/index.ts'
import { filled, markup, momentElement } from '../../../phases/inform/index.ts'
import type { OutsideParts } from '../outside-parts.ts'
import { answerPage } from '../pages/answer-page.ts'

/** The number of an inquiry and how it stands; nothing of what was typed. */
export function statusPage(c: Context, parts: OutsideParts, inquiry: Inquiry, done?: string): Response {
  const { reference, state, answerBy } = inquiry
  return answerPage(c, parts, {
    title: ({ language }) => inquiryWords[language].sentTitle,
    body({ words: { language }, face: { timeZone } }) {
      const words = inquiryWords[language]
      const promise =
        state === 'unconfirmed'
          ? markup`<p>${words.confirmFirst}</p>\n<p>${words.answerByOnce}</p>`
          : (state === 'open' || state === 'set-aside') && answerBy !== undefined
            ? markup`<p>${filled(words.answerBy, momentElement(messages[language], timeZone, answerBy))}${
                inquiry.words?.email === undefined ? ` ${words.phoneOnly}` : ''
              }</p>`
            : ''
      return markup`<h1>${words.sentTitle} ${words.states[state] ?? ''}</h1>
${done === undefined ? '' : markup`<p class="lead" role="status">${done}</p>\n`}<div class="card">
<p class="note">${words.referenceWord}</p>
<p class="reference">${reference}</p>
<p>${words.keepReference}</p>
</div>
${promise}`
    },
  })
}
