import { gzipSync } from 'node:zlib'

import type { Estate } from '../../core/estate/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { type Messages, inquiryWords, messages, siteWords } from '../../core/messages/index.ts'
import { type Desk, namedCustomer } from '../../core/updates/index.ts'
import { contactPage } from './contact-page.ts'
import { backgroundPage, backgroundTexts } from './content/background-page.ts'
import { contentTitle } from './content/content-title.ts'
import { csafDocument, csafPath } from './content/csaf.ts'
import { keysPage } from './edition.ts'
import type { SiteEdition } from './site-edition.ts'
import { feedFiles } from './feeds/index.ts'
import { formStyle } from './form-style.ts'
import { json, statusJson } from './machine-files.ts'
import { overview } from './overview.ts'
import { page, type PageParts } from './page.ts'
import type { PageContext } from './page-context.ts'
import {
  contactPath,
  backgroundPath,
  homePath,
  livePath,
  pdfPath,
  textPath,
  keysPath,
  questionsPath,
  servicePath,
  timelinePath,
  updatePath,
  updatesPath,
} from './paths.ts'
import { type PublicView, publicView } from './public-view.ts'
import { questionsPage } from './questions-page.ts'
import { servicePage } from './service-page.ts'
import { textTwin } from './text-twin.ts'
import { pdfTwin } from './pdf-twin.ts'
import { statuspageFiles } from './statuspage.ts'
import { timelinePage } from './timeline-page.ts'
import { countUpdatePages, updatePage, updatesPage } from './update-pages.ts'

/** One TCP initial window: a page arrives with the first packets, on any line. */
const maxCompressed = 14_000

/**
 * The public site of a case: path → bytes. German at the root, English below `en/`; overview, updates, timeline,
 * questions, one page per update and per service, feeds per language and service, a calendar, `status.json`, Statuspage's read
 * API below `api/v2/`. With an edition, its number and validity stand on every page, and a page says how to check them.
 * Deterministic for a state and `now`. Throws `input-invalid` when a page is larger than 14 kB
 * compressed or a text would name a customer, `nothing-to-do` before the case is declared.
 */
export function renderSite(
  desk: Desk,
  estate: Estate,
  now: Date,
  edition?: SiteEdition,
): ReadonlyMap<string, Uint8Array> {
  const view = publicView(desk, estate)
  const { id } = desk.case
  refuseNames(view, id, estate)
  const files = new Map<string, Uint8Array>()
  for (const words of [messages.de, messages.en]) {
    for (const { path, text, printedAt } of pagesOf({ view, now, edition }, words)) {
      files.set(path, pageBytes(path, text))
      files.set(textPath(path), Buffer.from(textTwin(text, path)))
      if (edition?.print === undefined || printedAt === undefined) continue
      const document = pdfTwin(text, path, { view, words, edition })
      files.set(pdfPath(path), edition.print(document, new Date(printedAt)))
    }
    for (const [path, text] of feedFiles({ view, words, edition }, id)) files.set(path, Buffer.from(text))
    for (const update of view.updates.filter(
      ({ kind, parts }) => kind === 'advisory' && parts !== undefined,
    )) {
      const document = csafDocument(view, update, words.language)
      files.set(csafPath(words, id, update.number), Buffer.from(json(document)))
    }
  }
  files.set('status.json', Buffer.from(statusJson(view, now, edition)))
  for (const [path, value] of statuspageFiles(view, id, now, edition?.url)) {
    files.set(`api/v2/${path}`, Buffer.from(json(value)))
  }
  return files
}

interface PlannedPage extends Pick<PageParts, 'title' | 'body' | 'form' | 'refreshSeconds' | 'printedAt'> {
  readonly place: (words: Messages) => string
}

type Shown = Pick<PageContext, 'view' | 'now' | 'edition'>

interface MadePage extends Pick<PlannedPage, 'printedAt'> {
  readonly path: string
  readonly text: string
}

function pagesOf(shown: Shown, words: Messages): readonly MadePage[] {
  const otherWords = words.language === 'de' ? messages.en : messages.de
  const site = words.siteTitle(shown.view.provider)
  return planned(shown, words).map(({ place, title, ...rest }) => {
    const path = place(words)
    const other = { words: otherWords, path: place(otherWords) }
    const whole = title === '' ? site : `${title} – ${site}`
    const { text } = page({ ...shown, ...rest, words, path, other, title: whole })
    return { path, text, printedAt: rest.printedAt }
  })
}

function planned({ view, now, edition }: Shown, words: Messages): readonly PlannedPage[] {
  const printedAt = now.toISOString()
  const lists = Array.from({ length: countUpdatePages(view.updates.length) }, (_, at) => at + 1)
  return [
    { place: homePath, title: '', body: overview, printedAt },
    { place: timelinePath, title: words.timeline, body: timelinePage, printedAt },
    { place: questionsPath, title: words.questions, body: questionsPage, printedAt },
    { place: livePath, title: siteWords[words.language].live, body: overview, refreshSeconds: 300 },
    ...(edition?.outside === undefined
      ? []
      : [
          {
            place: contactPath,
            title: inquiryWords[words.language].title,
            body: contactPage,
            form: { style: formStyle, to: new URL(edition.outside).origin },
          },
        ]),
    ...(edition === undefined
      ? []
      : [{ place: keysPath, title: siteWords[words.language].keys, body: keysPage }]),
    ...lists.map((number) => ({
      place: (language: Messages) => updatesPath(language, number),
      title: number === 1 ? words.allUpdates : `${words.allUpdates}, ${words.pageOf(number, lists.length)}`,
      body: (context: PageContext) => updatesPage(context, number),
    })),
    ...view.updates.map((update) => ({
      place: (language: Messages) => updatePath(language, update.number),
      title: contentTitle(view, update, words) ?? words.update(update.number),
      body: (context: PageContext) => updatePage(context, update),
      printedAt: update.at,
    })),
    ...backgroundTexts(view).map((update) => ({
      place: (language: Messages) => backgroundPath(language, update.topic),
      title: contentTitle(view, update, words) ?? '',
      body: (context: PageContext) => backgroundPage(context, update),
    })),
    ...view.services.map((service) => ({
      place: (language: Messages) => servicePath(language, service.id),
      title: service.name[words.language],
      body: (context: PageContext) => servicePage(context, service),
    })),
  ]
}

function pageBytes(path: string, text: string): Uint8Array {
  const bytes = Buffer.from(text)
  // What is small as it is need not be compressed to know.
  const size = bytes.length < maxCompressed ? bytes.length : gzipSync(bytes).length
  if (size <= maxCompressed) return bytes
  throw new AnlaufError(
    'input-invalid',
    `The page ${path} has ${size} bytes compressed, more than ${maxCompressed}.`,
    {
      hint: 'People read this on phones. Give services and contacts shorter names; the texts of updates are short enough.',
      context: { path, size, limit: maxCompressed },
    },
  )
}

/** Last look before anything leaves the house: nothing that somebody typed may name a customer. */
function refuseNames(view: PublicView, caseId: string, estate: Estate): void {
  const services = view.services.flatMap(({ id, name }) => [id, name.de, name.en])
  const fixed = namedCustomer([caseId, ...services], estate)
  if (fixed !== undefined) {
    throw new AnlaufError('input-invalid', `The case id or a service would name the customer "${fixed}".`, {
      hint: 'Services and cases are public. Give the service another id and name in the estate file.',
    })
  }
  for (const { number, text, correctedBy } of view.updates) {
    const named =
      text === undefined || correctedBy !== undefined ? undefined : namedCustomer([text.de, text.en], estate)
    if (named === undefined) continue
    throw new AnlaufError('input-invalid', `Update ${number} would name the customer "${named}".`, {
      hint: 'Publish a correction of it without the name: the old wording is withheld then. Write to customers directly.',
      context: { update: number },
    })
  }
}
