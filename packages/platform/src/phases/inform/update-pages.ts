import type { Words } from '../../core/estate/index.ts'
import { contentPageWords, quietWords } from '../../core/messages/index.ts'
import { contentBody } from './content/content-body.ts'
import { contentTitle } from './content/content-title.ts'
import { type Markup, markup } from './markup.ts'
import { momentElement, momentText } from './moments.ts'
import type { PageContext } from './page-context.ts'
import { updatesPath } from './paths.ts'
import { filled, promises } from './promises.ts'
import type { PublicUpdate } from './update-view.ts'

/** Updates on one page of the list, and how much of each a list shows: whatever was published, lists stay small. */
const updatesOnPage = 30
const inList = 280

/** The text of one update, cut when it is long, below its time. */
export function updateCard(context: PageContext, update: PublicUpdate, level: 2 | 3 = 3): Markup {
  const { view, words, links } = context
  const link = markup`<a href="${links.update(update.number)}">${momentElement(words, view.timeZone, update.at)}</a>`
  const heading = level === 2 ? markup`<h2 class="at">${link}</h2>` : markup`<h3 class="at">${link}</h3>`
  const text = update.text?.[words.language] ?? words.withheld
  const title = contentTitle(view, update, words)
  const first = firstPart(update)
  const shown = first === undefined ? excerpt(text, inList) : excerpt(first[words.language], inList)
  return markup`<article>
${heading}
${title === undefined ? '' : markup`<p><strong>${title}</strong></p>\n`}${remarks(context, update)}${shown === '' ? '' : paragraphs(shown)}${lateness(context, update)}${
    shown === text
      ? ''
      : markup`<p><a href="${links.update(update.number)}">${words.readOn}<span class="hidden"> (${words.update(update.number)})</span></a></p>\n`
  }</article>`
}

export function updateList(context: PageContext, updates: readonly PublicUpdate[], level: 2 | 3 = 3): Markup {
  return markup`<ol class="rows card">
${quietRuns(updates).map((run) => markup`<li>${run.length > 1 ? quietRun(context, run, level) : run.map((update) => updateCard(context, update, level))}</li>\n`)}</ol>`
}

/** Neighbours that say nothing new together; every other update by itself. */
function quietRuns(updates: readonly PublicUpdate[]): readonly (readonly PublicUpdate[])[] {
  const runs: PublicUpdate[][] = []
  for (const update of updates) {
    const last = runs.at(-1)
    if (update.isQuiet && last?.[0]?.isQuiet === true) last.push(update)
    else runs.push([update])
  }
  return runs
}

/** Each still has its page; what they all say is said once. */
function quietRun({ view, words, links }: PageContext, run: readonly PublicUpdate[], level: 2 | 3): Markup {
  const text = quietWords[words.language].inARow(run.length)
  return markup`<article>
${level === 2 ? markup`<h2 class="at">${text}</h2>` : markup`<h3 class="at">${text}</h3>`}
<ul class="quiet">
${run.map(({ number, at }) => markup`<li><a href="${links.update(number)}">${momentElement(words, view.timeZone, at)}</a></li>\n`)}</ul></article>`
}

/** One page of the list of all updates, newest first. Pages count from 1. */
export function updatesPage(context: PageContext, page: number): Markup {
  const { view, words, links } = context
  const pages = countUpdatePages(view.updates.length)
  const updates = view.updates.toReversed().slice((page - 1) * updatesOnPage, page * updatesOnPage)
  const turn = (to: number, name: string): Markup | string =>
    to < 1 || to > pages ? '' : markup`<a href="${links.to(updatesPath(words, to))}">${name}</a>\n`
  return markup`<h1>${words.allUpdates}</h1>
${promises(context)}
${updates.length === 0 ? markup`<p>${words.noUpdates}</p>` : updateList(context, updates, 2)}
${pages === 1 ? '' : markup`<p class="turn">${turn(page - 1, words.newer)}<span>${words.pageOf(page, pages)}</span>\n${turn(page + 1, words.older)}</p>\n`}`
}

export function countUpdatePages(updates: number): number {
  return Math.max(1, Math.ceil(updates / updatesOnPage))
}

/** The permanent page of one update. */
export function updatePage(context: PageContext, update: PublicUpdate): Markup {
  const { view, words, links } = context
  const { number } = update
  const before = view.updates[number - 2]
  const nextBy = update.nextBy === before?.nextBy ? undefined : update.nextBy
  const text = update.text?.[words.language] ?? words.withheld
  const beside = (to: number): Markup | string =>
    to < 1 || to > view.updates.length ? '' : markup`<a href="${links.update(to)}">${words.update(to)}</a>\n`
  const title = contentTitle(view, update, words)
  return markup`<h1>${title ?? words.update(number)}</h1>
<p class="note">${title === undefined ? '' : `${words.update(number)}, `}${momentElement(words, view.timeZone, update.at)}</p>
${remarks(context, update)}${contentBody(context, update) ?? markup`<div class="lead">${paragraphs(text)}</div>\n`}${correction(context, update)}${lateness(context, update)}<p class="note">${filled(words.asOf, momentElement(words, view.timeZone, update.asOf))}</p>
${nextBy === undefined ? '' : markup`<p class="note">${filled(words.promised, momentElement(words, view.timeZone, nextBy))}</p>\n`}<p class="note sum">${words.approved(update.contentHash)}</p>
<p class="turn">${beside(number - 1)}<a href="${links.allUpdates}">${words.allUpdates}</a>
${beside(number + 1)}</p>`
}

/** Of a typed text a list shows the part that comes first, without headings; of questions and background the title only. */
export function firstPart({ kind, parts }: PublicUpdate): Words | undefined {
  if (parts === undefined) return undefined
  if (kind === 'faq' || kind === 'explainer') return { de: '', en: '' }
  return parts.find(({ part }) => part !== 'title')?.text
}

/** What a reader has to know before the text: it is out of date, or corrects another one. */
function remarks({ words, links }: PageContext, { correctedBy, corrects, revision }: PublicUpdate): Markup {
  const remark = (to: number | undefined, text: (number: number) => string): Markup | string =>
    to === undefined ? '' : markup`<p class="remark"><a href="${links.update(to)}">${text(to)}</a></p>\n`
  return markup`${remark(correctedBy, words.corrected)}${remark(corrects?.number, words.corrects)}${remark(revision?.newer, contentPageWords[words.language].newerRevision)}`
}

/** What did not hold, word by word, and why; a reader of the old page finds it from there. */
function correction({ words }: PageContext, { corrects }: PublicUpdate): Markup | string {
  if (corrects === undefined) return ''
  const was = corrects.was?.[words.language] ?? words.withheld
  return markup`<h2>${words.earlierWording}</h2>
<blockquote class="was">${paragraphs(was)}</blockquote>
<h2>${words.reason}</h2>
${paragraphs(corrects.why[words.language])}`
}

/** A promise that was not kept stays visible; it comes after the news. */
function lateness({ view, words }: PageContext, { brokenPromise }: PublicUpdate): Markup | string {
  if (brokenPromise === undefined) return ''
  return markup`<p class="note">${words.late(momentText(words, view.timeZone, brokenPromise))}</p>\n`
}

/** Blank lines part paragraphs, as people type them. */
function paragraphs(text: string): readonly Markup[] {
  return text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => markup`<p class="text">${part.trim()}</p>\n`)
}

/** The first words of a text that is much longer than wanted, cut between words. */
export function excerpt(text: string, length: number): string {
  if (text.length <= length * 1.5) return text
  return `${text.slice(0, length).replace(/\s+\S*$/, '')} …`
}
