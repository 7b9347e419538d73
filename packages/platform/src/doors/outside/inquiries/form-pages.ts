import type { Context } from 'hono'

import type { FieldProblem, FormField, Typed } from '../../../core/inquiries/index.ts'
import { inquiryWords, type OutsideWords } from '../../../core/messages/index.ts'
import { inquiryForm, markup } from '../../../phases/inform/index.ts'
import type { OutsideFace } from '../face.ts'
import type { OutsideParts } from '../outside-parts.ts'
import { answerPage } from '../pages/answer-page.ts'

interface FormScene {
  readonly typed: Typed
  readonly problems?: ReadonlyMap<FormField, FieldProblem>
  readonly shownAt: string
  /** How many wait, when it is too many. */
  readonly busy: number | undefined
}

/** The form, empty or with what was typed and what is wrong with it. */
export function formPage(c: Context, parts: OutsideParts, scene: FormScene): Response {
  const { typed, problems, shownAt, busy } = scene
  const hasProblems = problems !== undefined && problems.size > 0
  return answerPage(c, parts, {
    title: ({ language }) => {
      const words = inquiryWords[language]
      return hasProblems ? `${words.problemsTitle(problems.size)} – ${words.title}` : words.title
    },
    status: hasProblems ? 422 : 200,
    path: '/inquiry',
    body({ words: { language }, face: { services } }) {
      const words = inquiryWords[language]
      return markup`<h1>${words.title}</h1>
<p class="lead">${words.lead} ${words.promise}</p>
${busy === undefined ? '' : markup`<p class="remark" role="note">${words.busy(busy)}</p>\n`}${inquiryForm({
        language,
        action: `/inquiry?lang=${language}`,
        notice: `/inquiry/notice?lang=${language}`,
        services,
        typed,
        shownAt,
        ...(hasProblems && { problems }),
      })}`
    },
  })
}

/** What was typed once more, to be sent with one press: nothing is stored yet. */
export function checkPage(
  c: Context,
  parts: OutsideParts,
  { fields, shownAt }: { readonly fields: URLSearchParams; readonly shownAt: string },
): Response {
  const kept = [...fields].filter(([name]) => name !== 'shownAt' && name !== 'website')
  return answerPage(c, parts, {
    title: ({ language }) => inquiryWords[language].checkTitle,
    body({ words: { language }, face }) {
      const words = inquiryWords[language]
      return markup`<h1>${words.checkTitle}</h1>
<p role="status">${words.checkLead}</p>
<dl class="typed">
${shownLines(fields, language, face.services).map(([name, text]) => markup`<dt>${name}</dt><dd>${text}</dd>\n`)}</dl>
<form method="post" action="/inquiry?lang=${language}" accept-charset="utf-8">
${kept.map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">\n`)}<input type="hidden" name="shownAt" value="${shownAt}">
<p><button>${words.sendNow}</button> <button class="quiet" name="change" value="yes">${words.change}</button></p>
</form>`
    },
  })
}

function shownLines(
  fields: URLSearchParams,
  language: OutsideWords['language'],
  services: OutsideFace['services'],
): readonly (readonly [string, string])[] {
  const words = inquiryWords[language]
  const text = (name: FormField): string => fields.get(name) ?? ''
  const lines: readonly (readonly [string, string])[] = [
    [words.labels.name, text('name')],
    [words.labels.customer, fields.has('noCustomer') ? words.noCustomer : text('customer')],
    [words.labels.email, text('email')],
    [words.labels.phone, text('phone')],
    [
      words.labels.service,
      services.find(({ id }) => id === text('service'))?.name[language] ?? words.otherService,
    ],
    [words.labels.topic, words.topics[text('topic')] ?? ''],
    [words.labels.message, text('message')],
    [words.labels.callTime, text('callTime')],
  ]
  return lines.filter(([, value]) => value !== '')
}

/** What happens with the data; the form links to it beside the consent. */
export function noticePage(c: Context, parts: OutsideParts): Response {
  return answerPage(c, parts, {
    title: ({ language }) => inquiryWords[language].noticeTitle,
    body({ words: { language }, face: { provider } }) {
      const words = inquiryWords[language]
      return markup`<h1>${words.noticeTitle}</h1>
${words.notice({ provider, months: parts.keepMonths }).map((text) => markup`<p>${text}</p>\n`)}`
    },
  })
}
