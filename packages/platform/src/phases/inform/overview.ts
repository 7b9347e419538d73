import type { Messages, ServiceState } from '../../core/messages/index.ts'
import { html, type Markup } from './markup.ts'
import { time } from './page.ts'
import type { PublicService, PublicView } from './public-view.ts'

/** Updates on the overview; older ones have their own list. */
export const updatesOnOverview = 5

/** The content of the overview page. `now` only decides whether a promised update is overdue. */
export function overview(view: PublicView, words: Messages, now: Date, links: PageLinks): Markup {
  const isBack = view.services.every(({ state }) => state === 'operational' || state === 'not_affected')
  return html`<h1>${words.headline(isBack)}</h1>
    <p class="lead">${words.lead(isBack)}</p>
    ${promises(view, words, now)}
    <h2>${words.services}</h2>
    <ul class="rows card">
      ${view.services.map(
        (service) =>
          html`<li class="service">
            <a href="${links.service(service.id)}">${service.name[words.language]}</a
            >${stateText(service, words)}
          </li> `,
      )}
    </ul>
    <h2>${words.recovery}</h2>
    <p class="note">${words.recoveryNote}</p>
    <ol class="rows card">
      ${view.steps.map(
        ({ step, done, total }) =>
          html`<li class="step">
            <span>${words.steps[step]}</span><span>${words.ofCustomers(done, total)}</span
            ><span class="bar" aria-hidden="true">${bar(done, total)}</span>
          </li> `,
      )}
    </ol>
    ${figures(view, words)}
    <h2>${words.updates}</h2>
    ${updateList(view, words, links, view.updates.slice(0, updatesOnOverview))}
    ${view.updates.length > updatesOnOverview ? html`<p><a href="${links.allUpdates}">${words.allUpdates}</a></p>` : ''}`
}

/** Where the pages of one language lie, relative to the page they are put on. */
export interface PageLinks {
  readonly service: (id: string) => string
  readonly update: (id: string) => string
  readonly allUpdates: string
  readonly home: string
}

/** As-of time and the promise of the next update; a broken promise is said aloud. */
export function promises(view: PublicView, words: Messages, now: Date): Markup {
  const { nextBy } = view
  const isLate = nextBy !== undefined && Date.parse(nextBy) < now.getTime()
  const next =
    nextBy === undefined
      ? html`<span>${words.noNextUpdate}</span>`
      : html`<span${isLate ? html` class="late"` : ''}>${(isLate ? words.overdueSince : words.nextBy)(time(view, words, nextBy).text)}</span>`
  return html`<p class="when"><span>${words.asOf(time(view, words, view.asOf).text)}</span>${next}</p>`
}

/** The state in words with a mark whose shape differs too: colour is never the only sign. */
export function stateText(service: PublicService, words: Messages): Markup {
  const { customers } = service
  const count =
    customers === undefined || customers.total === 0 || service.state === 'operational'
      ? ''
      : html`<span class="note">${words.customersBack(customers.released, customers.total)}</span>`
  return html`<span class="state ${tone[service.state]}">${words.states[service.state]}</span>${count}`
}

export function updateList(
  view: PublicView,
  words: Messages,
  links: PageLinks,
  updates: PublicView['updates'],
): Markup {
  if (updates.length === 0) return html`<p>${words.noUpdates}</p>`
  return html`<ol class="rows card" reversed>
    ${updates.map(
      (update) =>
        html`<li>
          <article>
            <h3><a href="${links.update(update.update)}">${time(view, words, update.at).element}</a></h3>
            <p>${update.text[words.language]}</p>
          </article>
        </li> `,
    )}
  </ol>`
}

const tone: Readonly<Record<ServiceState, 'good' | 'wait' | 'bad' | 'none'>> = {
  not_affected: 'none',
  operational: 'good',
  partial_outage: 'wait',
  restored_pending_release: 'wait',
  verifying: 'wait',
  restoring: 'wait',
  offline_by_plan: 'bad',
  major_outage: 'bad',
}

/** Widths come as attributes of an SVG: a style attribute would need a hole in the policy. */
function bar(done: number, total: number): Markup {
  const share = total === 0 ? 0 : Math.floor((done / total) * 100)
  return html`<svg width="100%" height="8" preserveAspectRatio="none">
    <rect width="${share}%" height="8" fill="currentColor" />
  </svg>`
}

function figures(view: PublicView, words: Messages): Markup {
  if (view.files === 0) return html``
  const number = new Intl.NumberFormat(words.language === 'de' ? 'de-DE' : 'en-GB')
  const size = new Intl.NumberFormat(words.language === 'de' ? 'de-DE' : 'en-GB', {
    maximumFractionDigits: 1,
  })
  const bytes =
    view.bytes >= 1e9 ? `${size.format(view.bytes / 1e9)} GB` : `${size.format(view.bytes / 1e6)} MB`
  return html`<h2>${words.figures}</h2>
    <p>
      ${words.filesRestored(number.format(view.files), bytes)}${view.held > 0 ? ` ${words.filesHeld(number.format(view.held))}` : ''}
    </p>`
}
