import type { Messages } from '../../core/messages/index.ts'

/** Where the pages of one language lie, relative to the page they are put on. */
export interface PageLinks {
  readonly home: string
  readonly timeline: string
  readonly allUpdates: string
  readonly feed: string
  readonly update: (number: number) => string
  readonly service: (id: string) => string
  /** Any file by its path from the site's root. */
  readonly to: (path: string) => string
}

type Place = (words: Messages) => string

export const homePath: Place = ({ language }) => (language === 'de' ? 'index.html' : 'en/index.html')
export const timelinePath: Place = ({ language }) => (language === 'de' ? 'verlauf.html' : 'en/timeline.html')
export const questionsPath: Place = ({ language }) =>
  language === 'de' ? 'fragen.html' : 'en/questions.html'
export const keysPath: Place = ({ language }) => (language === 'de' ? 'schluessel.html' : 'en/keys.html')
export const contactPath: Place = ({ language }) => (language === 'de' ? 'kontakt.html' : 'en/contact.html')
/** The overview once more, for screens on a wall. */
export const livePath: Place = ({ language }) =>
  language === 'de' ? 'live/index.html' : 'en/live/index.html'
export const calendarPath: Place = ({ language }) => (language === 'de' ? 'calendar.ics' : 'en/calendar.ics')

/** Page 1 of the list is its index. */
export function updatesPath({ language }: Messages, page = 1): string {
  const [folder, name] = language === 'de' ? ['meldungen', 'seite'] : ['en/updates', 'page']
  return `${folder}/${page === 1 ? 'index' : `${name}-${page}`}.html`
}

/** By number, never by the id that somebody typed: it cannot leave the folder and is the link for ever. */
export function updatePath({ language }: Messages, number: number): string {
  return language === 'de' ? `meldungen/${number}.html` : `en/updates/${number}.html`
}

export function servicePath({ language }: Messages, id: string): string {
  return language === 'de' ? `dienste/${id}.html` : `en/services/${id}.html`
}

/** The newest text on a topic; the topic is a name of small letters, digits and "-". */
export function backgroundPath({ language }: Messages, topic: string): string {
  return language === 'de' ? `hintergrund/${topic}.html` : `en/background/${topic}.html`
}

/** The same feed in its three formats. */
export function feedPaths({ language }: Messages): Record<'atom' | 'rss' | 'json', string> {
  const folder = language === 'de' ? '' : 'en/'
  return { atom: `${folder}feed.xml`, rss: `${folder}rss.xml`, json: `${folder}feed.json` }
}

export function serviceFeedPaths(words: Messages, id: string): Record<'atom' | 'rss' | 'json', string> {
  const base = servicePath(words, id).replace(/\.html$/, '')
  return { atom: `${base}.atom.xml`, rss: `${base}.rss.xml`, json: `${base}.feed.json` }
}

export function linksFrom(path: string, words: Messages): PageLinks {
  const up = '../'.repeat(path.split('/').length - 1)
  return {
    home: up + homePath(words),
    timeline: up + timelinePath(words),
    allUpdates: up + updatesPath(words),
    feed: up + feedPaths(words).atom,
    update: (number) => up + updatePath(words, number),
    service: (id) => up + servicePath(words, id),
    to: (target) => up + target,
  }
}

/** `text/meldungen/3.txt` for `meldungen/3.html`. */
export function textPath(path: string): string {
  return `text/${path.replace(/\.html$/, '.txt')}`
}

/** `pdf/meldungen/3.pdf` for `meldungen/3.html`. */
export function pdfPath(path: string): string {
  return `pdf/${path.replace(/\.html$/, '.pdf')}`
}
