import { json } from '../machine-files.ts'
import { type Markup, markup } from '../markup.ts'
import type { Feed, FeedEntry } from './feed.ts'

/** Where a file lies, for its own addresses: path from the site's root, and the site's address when it is known. */
export interface FeedPlace {
  readonly path: string
  readonly url: string | undefined
}

const namespace = 'urn:anlauf:site'

/** RFC 4287. Without an address of the site, links are relative to the file. */
export function atom(feed: Feed, place: FeedPlace): string {
  const { id, title, language, author, updated, home, entries, edition } = feed
  const self =
    place.url === undefined
      ? ''
      : markup`<link rel="self" type="application/atom+xml" href="${place.url}${place.path}"/>\n`
  return markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:anlauf="${namespace}" xml:lang="${language}">
<title>${title}</title>
<id>${id}</id>
<updated>${updated}</updated>
<author><name>${author}</name></author>
${self}<link rel="alternate" type="text/html" href="${address(place, home)}"/>
${edition === undefined ? '' : markup`<anlauf:edition sequence="${edition.sequence}" validUntil="${edition.validUntil}"/>\n`}${entries.map(
    (entry) => markup`<entry>
<title>${entry.title}</title>
<id>${entry.id}</id>
<published>${entry.published}</published>
<updated>${entry.updated}</updated>
<link rel="alternate" type="text/html" href="${address(place, entry.page)}"/>
<content type="text">${entry.text}</content>
</entry>
`,
  )}</feed>
`.text
}

/** RSS 2.0. Its links have to be whole addresses: without one of the site, items have none and the channel its name. */
export function rss(feed: Feed, place: FeedPlace): string {
  const { id, title, description, language, updated, home, entries, edition } = feed
  const { url, path } = place
  const item = (entry: FeedEntry): Markup => markup`<item>
<title>${entry.title}</title>
<guid isPermaLink="false">${entry.id}</guid>
<pubDate>${mailDate(entry.updated)}</pubDate>
${url === undefined ? '' : markup`<link>${url}${entry.page}</link>\n`}<description>${entry.text}</description>
</item>
`
  return markup`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:anlauf="${namespace}">
<channel>
<title>${title}</title>
<link>${url === undefined ? id : `${url}${home}`}</link>
<description>${description}</description>
<language>${language}</language>
<lastBuildDate>${mailDate(updated)}</lastBuildDate>
${url === undefined ? '' : markup`<atom:link rel="self" type="application/rss+xml" href="${url}${path}"/>\n`}${edition === undefined ? '' : markup`<anlauf:edition sequence="${edition.sequence}" validUntil="${edition.validUntil}"/>\n`}${entries.map(item)}</channel>
</rss>
`.text
}

/** JSON Feed 1.1, with the edition as an extension of its own. */
export function jsonFeed(feed: Feed, { url, path }: FeedPlace): string {
  const { id, title, description, language, author, home, entries, edition } = feed
  return json({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description,
    language,
    authors: [{ name: author }],
    ...(url !== undefined && { home_page_url: `${url}${home}`, feed_url: `${url}${path}` }),
    _anlauf: { id, ...(edition && { sequence: edition.sequence, validUntil: edition.validUntil }) },
    items: entries.map((entry) => ({
      id: entry.id,
      title: entry.title,
      ...(url !== undefined && { url: `${url}${entry.page}` }),
      content_text: entry.text,
      date_published: entry.published,
      date_modified: entry.updated,
      language,
    })),
  })
}

function address({ url, path }: FeedPlace, page: string): string {
  return url === undefined ? '../'.repeat(path.split('/').length - 1) + page : `${url}${page}`
}

/** RFC 822 with a year of four digits, in GMT. */
function mailDate(iso: string): string {
  return new Date(iso).toUTCString()
}
