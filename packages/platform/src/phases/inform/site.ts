import { gzipSync } from 'node:zlib'

import type { CaseState } from '../../core/case/index.ts'
import type { Estate } from '../../core/estate/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { type Messages, messages } from '../../core/messages/index.ts'
import { atomFeed, statusJson } from './machine-files.ts'
import { html, type Markup } from './markup.ts'
import { overview, type PageLinks, promises, stateText, updateList } from './overview.ts'
import { page, time } from './page.ts'
import { type PublicView, publicView } from './public-view.ts'

/** One TCP initial window: a page arrives with the first packets, on any line. */
const maxCompressed = 14_000

/**
 * The public site of a case: path → bytes. German at the root, English below `en/`; overview, one page per
 * update and per service, an Atom feed per language, `status.json`. Deterministic for a state and `now`.
 * Throws `input-invalid` when a page is larger than 14 kB compressed or would name a customer.
 */
export function renderSite(state: CaseState, estate: Estate, now: Date): ReadonlyMap<string, Uint8Array> {
  const view = publicView(state, estate)
  const files = new Map<string, Uint8Array>()
  for (const language of ['de', 'en'] as const) {
    for (const [path, markup] of pagesOf(view, messages[language], now))
      files.set(path, Buffer.from(markup.text))
    const feed = language === 'de' ? 'feed.xml' : 'en/feed.xml'
    files.set(feed, Buffer.from(atomFeed(view, messages[language], state.id)))
  }
  files.set('status.json', Buffer.from(statusJson(view)))
  for (const [path, bytes] of files) refuse(path, bytes, estate)
  return files
}

function pagesOf(view: PublicView, words: Messages, now: Date): Map<string, Markup> {
  const pages = new Map<string, Markup>()
  const add = (
    place: (words: Messages) => string,
    title: string,
    body: (links: PageLinks) => Markup,
  ): void => {
    const otherWords = words.language === 'de' ? messages.en : messages.de
    const path = place(words)
    const frame = { view, words, path, other: { words: otherWords, path: place(otherWords) } }
    pages.set(path, page({ ...frame, title, body: body(linksFrom(path, words)) }))
  }
  const site = words.siteTitle(view.provider)
  add(homePath, site, (links) => overview(view, words, now, links))
  add(
    updatesPath,
    `${words.allUpdates} – ${site}`,
    (links) =>
      html`<h1>${words.allUpdates}</h1>
        ${promises(view, words, now)} ${updateList(view, words, links, view.updates.slice(0, 40))}
        ${backLink(words, links)}`,
  )
  for (const update of view.updates) {
    add(
      (language) => updatePath(language, update.update),
      `${words.update} – ${site}`,
      (links) =>
        html`<h1>${time(view, words, update.at).text}</h1>
          <p class="when">
            <span>${words.asOf(time(view, words, update.asOf).text)}</span
            >${update.nextBy === '' ? '' : html`<span>${words.nextBy(time(view, words, update.nextBy).text)}</span>`}
          </p>
          <p class="lead">${update.text[words.language]}</p>
          ${backLink(words, links)}`,
    )
  }
  for (const service of view.services) {
    add(
      (language) => servicePath(language, service.id),
      `${service.name[words.language]} – ${site}`,
      (links) =>
        html`<h1>${service.name[words.language]}</h1>
          <p class="service">${stateText(service, words)}</p>
          <p class="lead">${words.stateMeaning[service.state]}</p>
          ${promises(view, words, now)} ${backLink(words, links)}`,
    )
  }
  return pages
}

function backLink(words: Messages, links: PageLinks): Markup {
  return html`<p><a href="${links.home}">${words.back}</a></p>`
}

const homePath = ({ language }: Messages): string => (language === 'de' ? 'index.html' : 'en/index.html')
const updatesPath = ({ language }: Messages): string =>
  language === 'de' ? 'meldungen/index.html' : 'en/updates/index.html'
const updatePath = ({ language }: Messages, id: string): string =>
  language === 'de' ? `meldungen/${id}.html` : `en/updates/${id}.html`
const servicePath = ({ language }: Messages, id: string): string =>
  language === 'de' ? `dienste/${id}.html` : `en/services/${id}.html`

function linksFrom(path: string, words: Messages): PageLinks {
  const up = '../'.repeat(path.split('/').length - 1)
  return {
    home: up + homePath(words),
    allUpdates: up + updatesPath(words),
    update: (id) => up + updatePath(words, id),
    service: (id) => up + servicePath(words, id),
  }
}

/** Last look before anything leaves the house: size, and no customer's name, number or domain. */
function refuse(path: string, bytes: Uint8Array, estate: Estate): void {
  const size = gzipSync(bytes).length
  if (size > maxCompressed) {
    throw new AnlaufError(
      'input-invalid',
      `The page ${path} has ${size} bytes compressed, more than ${maxCompressed}.`,
      {
        hint: 'Shorten the longest updates; people read them on phones.',
      },
    )
  }
  const text = Buffer.from(bytes).toString('utf8').toLowerCase()
  for (const { name, slug, subscriptions } of estate.tenants) {
    const names = [
      name,
      slug,
      ...subscriptions.flatMap(({ domain }) => (domain === undefined ? [] : [domain])),
    ]
    const named = names.find((one) => one.length > 3 && text.includes(one.toLowerCase()))
    if (named === undefined) continue
    throw new AnlaufError('input-invalid', `The page ${path} would name the customer "${named}".`, {
      hint: 'Public texts name no customers; write to them directly.',
    })
  }
}
