import type { Context } from 'hono'

import { subscriptionWords, type SubscriptionWords } from '../../../core/messages/index.ts'
import {
  type AddressProblem,
  type Scope,
  type WantedKinds,
  wantedKinds,
} from '../../../core/subscriptions/index.ts'
import { type Markup, markup } from '../../../phases/inform/index.ts'
import type { OutsideFace } from '../face.ts'
import type { OutsideParts } from '../outside-parts.ts'
import { answerPage } from '../pages/answer-page.ts'
import { languageOf } from '../pages/language.ts'

/** What the form asks for; the address comes apart, as a link to the settings has none. */
export function readScope(
  fields: URLSearchParams,
  services: readonly string[],
  fallback: 'de' | 'en',
): Scope {
  const language = fields.get('language')
  const kinds = fields.get('kinds')
  return {
    language: language === 'de' || language === 'en' ? language : fallback,
    kinds: wantedKinds.find((one) => one === kinds) ?? 'all',
    // What the estate no longer names would never be told of.
    services: services.filter((id) => fields.getAll('services').includes(id)),
  }
}

interface FormScene {
  readonly scope: Scope
  readonly typed?: string
  readonly problem?: AddressProblem
}

/** The form, empty or with what was typed and what is wrong with it. */
export function subscribePage(
  c: Context,
  parts: OutsideParts,
  { scope, typed = '', problem }: FormScene,
): Response {
  return answerPage(c, parts, {
    title: ({ language }) => {
      const words = subscriptionWords[language]
      return problem === undefined ? words.title : `${words.problemTitle} – ${words.title}`
    },
    status: problem === undefined ? 200 : 422,
    path: '/subscribe',
    body({ words: { language }, face }) {
      const words = subscriptionWords[language]
      return markup`<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
${problem === undefined ? '' : alert(words, problem)}<form method="post" action="/subscribe?lang=${language}" accept-charset="utf-8" novalidate>
<div class="field"><label for="address">${words.address}</label><p class="note" id="address-note">${words.addressNote}</p><input id="address" name="address" type="email" autocomplete="email" maxlength="254" required value="${typed}"${
        problem === undefined
          ? markup` aria-describedby="address-note"`
          : markup` aria-invalid="true" aria-describedby="address-note address-wrong"`
      }>${problem === undefined ? '' : markup`<p class="wrong" id="address-wrong">${words.problems[problem]}</p>`}</div>
${scopeFields(words, face, scope)}
<p class="trap" aria-hidden="true"><label for="website">${words.trap}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></p>
<p class="note">${words.privacy}</p>
<button>${words.subscribe}</button>
</form>`
    },
  })
}

function alert(words: SubscriptionWords, problem: AddressProblem): Markup {
  return markup`<div class="card alert" role="alert" tabindex="-1" autofocus>
<h2>${words.problemTitle}</h2>
<ul><li><a href="#address">${words.address}</a>: ${words.problems[problem]}</li></ul>
</div>
`
}

/** Language, kinds and services, as the form and the page of settings ask for them. */
export function scopeFields(words: SubscriptionWords, { services }: OutsideFace, scope: Scope): Markup {
  const kind = (one: WantedKinds): Markup =>
    markup`<p class="check"><input type="radio" id="kinds-${one}" name="kinds" value="${one}"${one === scope.kinds ? markup` checked` : ''}><label for="kinds-${one}">${words.kindNames[one]}</label></p>\n`
  const own = words === subscriptionWords.de ? 'de' : 'en'
  const service = ({ id, name }: OutsideFace['services'][number]): Markup =>
    markup`<p class="check"><input type="checkbox" id="service-${id}" name="services" value="${id}"${scope.services.includes(id) ? markup` checked` : ''}><label for="service-${id}">${name[own]}</label></p>\n`
  return markup`<div class="field"><fieldset><legend>${words.kinds}</legend>
${wantedKinds.map(kind)}</fieldset></div>
<div class="field"><fieldset aria-describedby="services-note"><legend>${words.services}</legend><p class="note" id="services-note">${words.servicesNote}</p>
${services.map(service)}</fieldset></div>
<div class="field"><label for="language">${words.language}</label><select id="language" name="language">
${(['de', 'en'] as const).map((one) => markup`<option value="${one}"${one === scope.language ? markup` selected` : ''} lang="${one}">${words.languages[one]}</option>\n`)}</select></div>`
}

/** A page that says one thing, and perhaps asks for one press. */
export function sayingPage(
  c: Context,
  parts: OutsideParts,
  page: {
    readonly title: (words: SubscriptionWords) => string
    readonly lines: (words: SubscriptionWords) => readonly string[]
    /** Label of the one button; the form acts on this address. */
    readonly button?: (words: SubscriptionWords) => string
    /** Where the form for a new link is offered. */
    readonly offersForm?: boolean
    readonly status?: 200 | 404 | 410 | 503
  },
): Response {
  return answerPage(c, parts, {
    title: ({ language }) => page.title(subscriptionWords[language]),
    status: page.status ?? 200,
    body({ words: { language } }) {
      const words = subscriptionWords[language]
      const [lead, ...rest] = page.lines(words)
      const { button } = page
      return markup`<h1>${page.title(words)}</h1>
<p class="lead"${button === undefined ? markup` role="status"` : ''}>${lead ?? ''}</p>
${rest.map((line) => markup`<p>${line}</p>\n`)}${
        button === undefined
          ? ''
          : markup`<form method="post" action="${c.req.path}?lang=${language}"><p><button>${button(words)}</button></p></form>`
      }${page.offersForm === true ? markup`<p><a href="/subscribe?lang=${language}">${words.again}</a></p>` : ''}`
    },
  })
}

/** The settings behind a one-time link, and the way out. */
export function managePage(c: Context, parts: OutsideParts, scope: Scope): Response {
  const path = `${c.req.path}?lang=${languageOf(c)}`
  return answerPage(c, parts, {
    title: ({ language }) => subscriptionWords[language].manageTitle,
    body({ words: { language }, face }) {
      const words = subscriptionWords[language]
      return markup`<h1>${words.manageTitle}</h1>
<p class="lead">${words.manageLead}</p>
<form method="post" action="${path}" accept-charset="utf-8">
${scopeFields(words, face, scope)}
<button>${words.save}</button>
</form>
<h2>${words.endTitle}</h2>
<p>${words.endLead}</p>
<form method="post" action="${path}"><p><button class="quiet" name="end" value="yes">${words.endButton}</button></p></form>`
    },
  })
}
