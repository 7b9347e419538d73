import {
  type FieldProblem,
  type FormField,
  inquiryTopics,
  longest,
  type Typed,
} from '../../core/inquiries/index.ts'
import { inquiryWords } from '../../core/messages/index.ts'
import type { Words } from '../../core/estate/index.ts'
import { type Markup, markup } from './markup.ts'

/** What a form is shown with. */
export interface InquiryFormParts {
  readonly language: 'de' | 'en'
  /** Where it is sent. */
  readonly action: string
  /** Address of the notice about what happens with the data. */
  readonly notice: string
  readonly services: readonly { readonly id: string; readonly name: Words }[]
  readonly typed?: Typed
  readonly problems?: ReadonlyMap<FormField, FieldProblem>
  /** When the form was shown, signed; a page that lies still has none. */
  readonly shownAt?: string
}

/**
 * The form for an inquiry: on the site, which cannot sign when it was shown, and on the server for strangers. Errors
 * stand at their fields and above all of them; what was typed stays. No script, no picture to recognise.
 */
export function inquiryForm(parts: InquiryFormParts): Markup {
  const { language, action, shownAt } = parts
  const words = inquiryWords[language]
  return markup`${problemList(parts)}<p class="note">${words.required}</p>
<form method="post" action="${action}" accept-charset="utf-8" novalidate>
${textField(parts, 'name', { autocomplete: 'name' })}
${textField(parts, 'customer', { autocomplete: 'organization' })}
<p class="check"><input type="checkbox" id="noCustomer" name="noCustomer" value="yes"${parts.typed?.noCustomer === 'yes' ? markup` checked` : ''}><label for="noCustomer">${words.noCustomer}</label></p>
<p class="note" id="email-note">${words.notes.email ?? ''}</p>
<div class="two">
${textField(parts, 'email', { autocomplete: 'email', type: 'email' })}
${textField(parts, 'phone', { autocomplete: 'tel', type: 'tel' })}
</div>
${choice(parts, 'service', words.chooseService, [...parts.services.map(({ id, name }) => [id, name[language]] as const), ['other', words.otherService]])}
${choice(
  parts,
  'topic',
  words.chooseTopic,
  inquiryTopics.map((topic) => [topic, words.topics[topic] ?? topic] as const),
)}
${field(parts, 'message', markup`<textarea id="message" name="message" rows="8" maxlength="${longest.message}" required${aria(parts, 'message')}>${markup`\n`}${parts.typed?.message ?? ''}</textarea>`)}
${languages(parts)}
${textField(parts, 'callTime', {})}
<p class="trap" aria-hidden="true"><label for="website">${words.trap}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></p>
<div class="field"><div class="check"><input type="checkbox" id="consent" name="consent" value="yes" required${parts.typed?.consent === 'yes' ? markup` checked` : ''}${aria(parts, 'consent')}><label for="consent">${words.labels.consent} <a href="${parts.notice}">${words.noticeLink}</a></label></div>${wrong(parts, 'consent')}</div>
${shownAt === undefined ? '' : markup`<input type="hidden" name="shownAt" value="${shownAt}">\n`}<button>${words.send}</button>
</form>`
}

/** Above the form, focused when the page opens: how many, which, and a way to each. */
function problemList({ language, problems }: InquiryFormParts): Markup | string {
  if (problems === undefined || problems.size === 0) return ''
  const words = inquiryWords[language]
  return markup`<div class="card alert" role="alert" tabindex="-1" autofocus>
<h2>${words.problemsTitle(problems.size)}</h2>
<ul>
${[...problems].map(([name, problem]) => markup`<li><a href="#${name}">${nameOf(language, name)}</a>: ${problemText(language, name, problem)}</li>\n`)}</ul>
</div>
`
}

/** The name of a field in one or two words; the consent's label is a sentence. */
function nameOf(language: 'de' | 'en', name: FormField): string {
  if (name === 'consent') return language === 'de' ? 'Einverständnis' : 'Consent'
  return inquiryWords[language].labels[name]
}

function problemText(language: 'de' | 'en', name: FormField, problem: FieldProblem): string {
  const words = inquiryWords[language]
  if (problem === 'tooLong') return words.tooLong(longest[name as keyof typeof longest])
  return words.problems[problem] ?? ''
}

function textField(
  parts: InquiryFormParts,
  name: 'name' | 'customer' | 'email' | 'phone' | 'callTime',
  { type = 'text', autocomplete = 'off' }: { readonly type?: string; readonly autocomplete?: string },
): Markup {
  const required = name === 'name' ? markup` required` : ''
  return field(
    parts,
    name,
    markup`<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" maxlength="${longest[name]}" value="${parts.typed?.[name] ?? ''}"${required}${aria(parts, name)}>`,
  )
}

function choice(
  parts: InquiryFormParts,
  name: 'service' | 'topic',
  choose: string,
  options: readonly (readonly [string, string])[],
): Markup {
  const chosen = parts.typed?.[name]
  return field(
    parts,
    name,
    markup`<select id="${name}" name="${name}" required${aria(parts, name)}>
<option value="">${choose}</option>
${options.map(([value, text]) => markup`<option value="${value}"${value === chosen ? markup` selected` : ''}>${text}</option>\n`)}</select>`,
  )
}

function languages(parts: InquiryFormParts): Markup {
  const words = inquiryWords[parts.language]
  const chosen =
    parts.typed?.language === 'de' || parts.typed?.language === 'en' ? parts.typed.language : parts.language
  return field(
    parts,
    'language',
    markup`<select id="language" name="language">
${(['de', 'en'] as const).map((one) => markup`<option value="${one}"${one === chosen ? markup` selected` : ''}>${words.languages[one]}</option>\n`)}</select>`,
  )
}

function field(parts: InquiryFormParts, name: FormField, control: Markup): Markup {
  const words = inquiryWords[parts.language]
  // That of the address is about the number as well and stands above both.
  const note = name === 'email' ? undefined : words.notes[name]
  return markup`<div class="field"><label for="${name}">${words.labels[name]}</label>${
    note === undefined ? '' : markup`<p class="note" id="${name}-note">${note}</p>`
  }${control}${wrong(parts, name)}</div>`
}

function wrong({ language, problems }: InquiryFormParts, name: FormField): Markup | string {
  const problem = problems?.get(name)
  if (problem === undefined) return ''
  return markup`<p class="wrong" id="${name}-wrong">${problemText(language, name, problem)}</p>`
}

function aria({ language, problems }: InquiryFormParts, name: FormField): Markup | string {
  const isWrong = problems?.has(name) === true
  const described = [
    ...(name === 'phone'
      ? ['email-note']
      : inquiryWords[language].notes[name] === undefined
        ? []
        : [`${name}-note`]),
    ...(isWrong ? [`${name}-wrong`] : []),
  ]
  return markup`${isWrong ? markup` aria-invalid="true"` : ''}${described.length === 0 ? '' : markup` aria-describedby="${described.join(' ')}"`}`
}
