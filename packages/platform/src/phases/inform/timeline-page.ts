import {
  contentPageWords,
  listed,
  type Messages,
  quietWords,
  type ServiceState,
} from '../../core/messages/index.ts'
import { contentTitle } from './content/content-title.ts'
import { stateHistory } from './content/state-history.ts'
import { timelineGraphic } from './content/timeline-graphic.ts'
import { type Markup, markup } from './markup.ts'
import { dayOf, momentElement, momentText } from './moments.ts'
import type { PageContext } from './page-context.ts'
import type { PublicView } from './public-view.ts'
import type { PublicUpdate } from './update-view.ts'
import { excerpt, firstPart } from './update-pages.ts'

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
${timelineGraphic(context, toldUpdates(view)) ?? ''}${quiet === 0 ? '' : markup`<p class="note"><a href="${links.allUpdates}">${quietWords[words.language].besides(quiet)}</a></p>\n`}${view.updates.length - quiet > maxUpdates ? markup`<p><a href="${links.allUpdates}">${words.earlierInList}</a></p>\n` : ''}<ol class="timeline">
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
  const hit = new Set(stateHistory(view, view.updates, '').map(({ service }) => service.id))
  return toldUpdates(view).map((update) => {
    const { number, at, text, brokenPromise, correctedBy, nextBy } = update
    const remarks = [
      ...stateChanges(view, words, update, hit),
      ...(nextBy === undefined || isCarried(view, number)
        ? []
        : [words.promised(momentText(words, view.timeZone, nextBy))]),
      ...(correctedBy === undefined ? [] : [words.corrected(correctedBy)]),
      ...(brokenPromise === undefined ? [] : [words.late(momentText(words, view.timeZone, brokenPromise))]),
    ]
    const title = contentTitle(view, update, words)
    const said =
      text === undefined || correctedBy !== undefined
        ? ''
        : `: ${title ?? excerpt((firstPart(update) ?? text)[words.language], inTimeline)}`
    return {
      at,
      what: markup`<p><a href="${links.update(number)}">${words.update(number)}</a>${said}</p>
${remarks.map((remark) => markup`<p class="note">${remark}</p>\n`)}`,
    }
  })
}

/** What is in the picture and in the list: updates with news or another state, the newest. */
function toldUpdates({ updates }: PublicView): readonly PublicUpdate[] {
  return updates.filter(({ isQuiet, impacts }) => !isQuiet || impacts.length > 0).slice(-maxUpdates)
}

/** The promise is that of the update before, which this one only carried on. */
function isCarried({ updates }: PublicView, number: number): boolean {
  return updates[number - 1]?.nextBy === updates[number - 2]?.nextBy
}

/** What the bars show, in words: services that were hit and changed with this update. */
function stateChanges(
  { services }: PublicView,
  words: Messages,
  { impacts }: PublicUpdate,
  hit: ReadonlySet<string>,
): readonly string[] {
  const changed = services
    .filter(({ id }) => hit.has(id))
    .flatMap(({ id, name }) =>
      impacts
        .filter(({ service }) => service === id)
        .map(({ to }) => ({ state: to as ServiceState, name: name[words.language] })),
    )
  return [...Map.groupBy(changed, ({ state }) => state)].map(([state, list]) => {
    const names = list.map(({ name }) => name)
    return contentPageWords[words.language].becomes(
      listed(words.language, names),
      words.states[state] ?? state,
    )
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
