import { quietWords } from '../../core/messages/index.ts'
import { contentTitle } from './content/content-title.ts'
import { type Markup, markup } from './markup.ts'
import { dayOf, momentElement, momentText } from './moments.ts'
import type { PageContext } from './page.ts'
import type { PublicView } from './public-view.ts'
import { excerpt } from './update-pages.ts'

/** Updates named in the timeline; older ones have the list. */
const maxUpdates = 60
const inTimeline = 90

interface Moment {
  readonly at: string
  /** A moment that took hours says so itself. */
  readonly isSpan?: true
  readonly what: Markup
}

/** What happened, in order of time: only what events say. */
export function timelinePage(context: PageContext): Markup {
  const { view, words, links } = context
  const quiet = view.updates.filter(({ isQuiet }) => isQuiet).length
  const moments = [...milestones(context), ...updatesOf(context)].toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  )
  return markup`<h1>${words.timeline}</h1>
<p class="note">${words.timelineNote}</p>
${quiet === 0 ? '' : markup`<p class="note"><a href="${links.allUpdates}">${quietWords[words.language].besides(quiet)}</a></p>\n`}${view.updates.length - quiet > maxUpdates ? markup`<p><a href="${links.allUpdates}">${words.earlierInList}</a></p>\n` : ''}<ol class="timeline">
${moments.map(
  ({ at, isSpan, what }) =>
    markup`<li>${isSpan ? '' : markup`${momentElement(words, view.timeZone, at)}\n`}${what}</li>\n`,
)}</ol>`
}

function milestones({ view, words }: PageContext): readonly Moment[] {
  const text = (at: string | undefined, what: string): Moment[] =>
    at === undefined ? [] : [{ at, what: markup`<p>${what}</p>` }]
  const { onset, timeZone } = view
  const shown = (at: string): string => momentText(words, timeZone, at)
  return [
    ...(onset === undefined
      ? []
      : text(onset.from, words.onset(shown(onset.from), shown(onset.to))).map((moment) => ({
          ...moment,
          isSpan: true as const,
        }))),
    ...text(view.declaredAt, words.declared),
    ...text(view.isolatedAt, words.isolated),
    ...releaseDays(view).flatMap(({ at, count, sum }) => text(at, words.released(count, sum, totalOf(view)))),
    ...(view.stage === 'allReleased' ? text(view.releases.at(-1), words.allReleased) : []),
  ]
}

function updatesOf({ view, words, links }: PageContext): readonly Moment[] {
  const told = view.updates.filter(({ isQuiet }) => !isQuiet).slice(-maxUpdates)
  return told.map((update) => {
    const { number, at, text, brokenPromise, correctedBy } = update
    const remarks = [
      ...(correctedBy === undefined ? [] : [words.corrected(correctedBy)]),
      ...(brokenPromise === undefined ? [] : [words.late(momentText(words, view.timeZone, brokenPromise))]),
    ]
    const title = contentTitle(view, update, words)
    const said =
      text === undefined || correctedBy !== undefined
        ? ''
        : `: ${title ?? excerpt(text[words.language], inTimeline)}`
    return {
      at,
      what: markup`<p><a href="${links.update(number)}">${words.update(number)}</a>${said}</p>
${remarks.map((remark) => markup`<p class="note">${remark}</p>\n`)}`,
    }
  })
}

/** Releases by calendar day: how many on that day, and in all. One moment a day keeps the page small. */
function releaseDays({
  releases,
  timeZone,
}: PublicView): readonly { at: string; count: number; sum: number }[] {
  let sum = 0
  return [...Map.groupBy(releases, (at) => dayOf(timeZone, at)).values()].map((day) => {
    sum += day.length
    return { at: day.at(-1) ?? '', count: day.length, sum }
  })
}

function totalOf({ steps }: PublicView): number {
  return steps[0]?.total ?? 0
}
