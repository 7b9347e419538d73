import { type Messages, siteWords } from '../../core/messages/index.ts'
import { plainText } from '../../core/updates/index.ts'
import { editionLine } from './edition.ts'
import { Markup, markup } from './markup.ts'
import { momentElement } from './moments.ts'
import type { PublicContact, PublicView } from './public-view.ts'
import {
  calendarPath,
  contactPath,
  feedPaths,
  homePath,
  linksFrom,
  livePath,
  pdfPath,
  textPath,
  questionsPath,
  timelinePath,
  updatesPath,
} from './paths.ts'
import { formStyle } from './form-style.ts'
import { onPaper } from './on-paper.ts'
import { filled } from './promises.ts'
import { icon, style, styleSource } from './style.ts'
import type { PageContext } from './page-context.ts'

/** Nothing from elsewhere, no script; only exactly our style. */
export const contentPolicy = policyOf(style)

/** What a host can say of all pages at once: the page with the form has more style, and one place it is sent to. */
export function hostPolicy(outside: string | undefined): string {
  if (outside === undefined) return contentPolicy
  const styles = `${styleSource(style)} ${styleSource(style + formStyle)}`
  return `default-src 'none'; style-src ${styles}; img-src data:; base-uri 'none'; form-action ${new URL(outside).origin}`
}

/** The same for a page with more style, and with a form that is sent to one place. */
function policyOf(styles: string, formsTo = "'none'"): string {
  return `default-src 'none'; style-src ${styleSource(styles)}; img-src data:; base-uri 'none'; form-action ${formsTo}`
}

/** One page in one language. Paths are relative to the site's root. */
export interface PageParts extends Omit<PageContext, 'links'> {
  readonly path: string
  /** The same page in the other language. */
  readonly other: { readonly words: Messages; readonly path: string }
  readonly title: string
  readonly body: (context: PageContext) => Markup
  /** A page with a form: further style, and the origin that the form is sent to. */
  readonly form?: { readonly style: string; readonly to: string } | undefined
  /** The one page that loads itself again, for who asked for it: everybody else is not torn out of reading. */
  readonly refreshSeconds?: number | undefined
  /** It has a twin on paper, of this time. */
  readonly printedAt?: string | undefined
}

/** The frame of every page: banner, language switch, content, help. No script, nothing from elsewhere. */
export function page(parts: PageParts): Markup {
  const { view, words, now, path, other, title, body, edition, form, refreshSeconds, printedAt } = parts
  const links = linksFrom(path, words)
  const context = { view, words, now, links, edition }
  const feeds = feedPaths(words)
  const said = siteWords[words.language]
  const styles = `${style}${form?.style ?? ''}`
  const pages: readonly [string, string][] = [
    [homePath(words), words.overview],
    [updatesPath(words), words.updates],
    [timelinePath(words), words.timeline],
    [questionsPath(words), words.questions],
    ...(edition?.outside === undefined ? [] : [[contactPath(words), said.ask] as [string, string]]),
  ]
  return markup`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${form === undefined ? contentPolicy : policyOf(styles, form.to)}">
${refreshSeconds === undefined ? '' : markup`<meta http-equiv="refresh" content="${refreshSeconds}">\n`}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${words.description(view.provider)}">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
${view.exercise ? markup`<meta name="robots" content="noindex">\n` : ''}<title>${exerciseMark(view, words)}${title}</title>
<link rel="icon" href="${icon}">
<link rel="alternate" hreflang="${words.language}" href="${links.to(path)}">
<link rel="alternate" hreflang="${other.words.language}" href="${links.to(other.path)}">
<link rel="alternate" type="application/atom+xml" href="${links.feed}" title="${words.updates}">
<link rel="alternate" type="application/rss+xml" href="${links.to(feeds.rss)}" title="${words.updates}">
<link rel="alternate" type="application/feed+json" href="${links.to(feeds.json)}" title="${words.updates}">
<style>${new Markup(styles)}</style>
</head>
<body>
<a class="skip" href="#content">${words.skipToContent}</a>
${
  view.exercise
    ? markup`<aside class="exercise" aria-label="${words.exercise}"><p class="wrap"><strong>${words.exercise}</strong> ${words.exerciseNote}</p></aside>\n`
    : ''
}<div class="wrap">
<header>
<p class="from"><a href="${links.home}">${view.provider}</a> <a class="switch" href="${links.to(other.path)}" lang="${other.words.language}" hreflang="${other.words.language}">${other.words.languageName}</a></p>
<nav aria-label="${words.navigation}">
${pages.map(
  ([to, name]) =>
    markup`<a href="${links.to(to)}"${to === path ? markup` aria-current="page"` : ''}>${name}</a>\n`,
)}<a href="#help">${words.help}</a>
</nav>
${editionLine(context)}</header>
<main id="content">
${body(context)}
</main>
<footer>
${help(context)}
<p>${words.madeFrom} ${filled(words.generated, momentElement(words, view.timeZone, now.toISOString()))}.</p>
${onPaper(context, path)}<p class="ways"><a href="${links.feed}">${words.feed}</a> <a href="${links.to(feeds.rss)}">RSS</a> <a href="${links.to(feeds.json)}">JSON Feed</a> <a href="${links.to(calendarPath(words))}">${said.calendar}</a> <a href="${links.to('status.json')}">${words.statusFile}</a> <a href="${links.to(textPath(path))}">${said.asText}</a>${printedAt === undefined || edition?.print === undefined ? '' : markup` <a href="${links.to(pdfPath(path))}">PDF</a>`} <a href="${links.to(livePath(words))}">${said.live}</a></p>
</footer>
</div>
</body>
</html>
`
}

/** Titles and feeds of an exercise say so too: they are read outside the page. */
export function exerciseMark({ exercise }: PublicView, words: Messages): string {
  return exercise ? `${words.exercise}: ` : ''
}

/** Whom to ask; at the same place on every page. */
function help({ view, words, edition, links }: PageContext): Markup {
  const said = siteWords[words.language]
  const { outside, isBusy = false } = edition ?? {}
  const hasSeveral = new Set(view.contacts.map(({ name }) => name)).size > 1
  const way = (contact: PublicContact): Markup =>
    markup`<li>${hasSeveral ? `${contact.name}, ` : ''}${contactLink(contact, words.contactKinds)}</li>\n`
  return markup`<h2 id="help">${words.contact}</h2>
${view.contacts.length === 0 ? markup`<p>${words.contactFallback}</p>` : markup`<ul class="plain">\n${view.contacts.map(way)}</ul>`}
${isBusy ? markup`<p>${said.busy}</p>\n` : ''}${outside === undefined ? '' : markup`<p class="ways"><a href="${links.to(contactPath(words))}">${said.ask}</a> <a href="${outside}subscribe?lang=${words.language}">${said.subscribe}</a></p>`}`
}

/** How to reach a contact: "Phone: +49 …", as a link where a device can follow it. */
export function contactLink({ kind, to }: PublicContact, kinds: Messages['contactKinds']): Markup {
  const known = kind === 'phone' || kind === 'email' ? kind : undefined
  return markup`${known === undefined ? kind : kinds[known]}: ${linkTo(known, to)}`
}

function linkTo(kind: 'phone' | 'email' | undefined, to: string): Markup {
  if (kind === 'phone') return markup`<a href="tel:${to.replaceAll(/[^+\d]/g, '')}">${to}</a>`
  if (kind === 'email')
    return markup`<a href="mailto:${encodeURIComponent(plainText(to)).replaceAll('%40', '@')}">${to}</a>`
  return markup`${to}`
}
