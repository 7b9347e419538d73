import { contentPageWords, type Messages, type ServiceState } from '../../../core/messages/index.ts'
import { type Markup, markup } from '../markup.ts'
import { momentText } from '../moments.ts'
import { tone } from '../overview.ts'
import type { PageContext } from '../page-context.ts'
import type { PublicUpdate } from '../update-view.ts'
import { stateHistory, type StateSpan } from './state-history.ts'

/** Rows of services in the picture; a page has room for no more, and the list below has all. */
const maxLanes = 16
const laneHeight = 38
const top = 74
/** The higher the bar the less can be used: colour is never the only sign. */
const barHeights: Readonly<Record<(typeof tone)[ServiceState], number>> = {
  bad: 14,
  wait: 9,
  good: 4,
  none: 2,
}

/**
 * The course of the incident as a picture: updates, promises, and a bar a service. Widths are shares of the page, so that
 * it fits a phone and paper. Everything in it stands in the list below too. Undefined before there are two moments.
 */
export function timelineGraphic(
  { view, words, now }: PageContext,
  updates: readonly PublicUpdate[],
): Markup | undefined {
  const last = updates.at(-1)
  if (last === undefined) return undefined
  const start = Date.parse(view.onset?.from ?? view.declaredAt)
  const ends = [now.toISOString(), last.at, ...(view.nextBy === undefined ? [] : [view.nextBy])].map((at) =>
    Date.parse(at),
  )
  const end = view.closed ? Date.parse(last.at) : Math.max(...ends)
  if (end - start < 60_000) return undefined
  const said = contentPageWords[words.language]
  const share = (at: string): number =>
    Math.min(100, Math.max(0, Math.round(((Date.parse(at) - start) / (end - start)) * 1000) / 10))
  // What holds now is drawn up to now; what was promised lies ahead of it.
  const known = new Date(Math.min(Math.max(now.getTime(), Date.parse(last.at)), end)).toISOString()
  const lanes = stateHistory(view, updates, known)
  const shown = lanes.slice(0, maxLanes)
  const height = top + shown.length * laneHeight
  const days = [
    new Date(start).toISOString(),
    new Date((start + end) / 2).toISOString(),
    new Date(end).toISOString(),
  ]
  const dayText = (at: string): string => shortDay(words, view.timeZone, at)
  const spanText = said.graphicSpan(
    momentText(words, view.timeZone, days[0] ?? ''),
    momentText(words, view.timeZone, days[2] ?? ''),
  )
  return markup`<figure class="graphic">
<svg role="img" aria-labelledby="graphic-title graphic-desc" width="100%" height="${height}">
<title id="graphic-title">${said.graphic}</title>
<desc id="graphic-desc">${spanText} ${said.graphicRows(shown.length, updates.length)} ${said.graphicNote}</desc>
${days.map(
  (at, place) =>
    markup`<text class="soft" x="${place * 50}%" y="14" text-anchor="${(['start', 'middle', 'end'] as const)[place] ?? 'end'}">${dayText(at)}</text>\n`,
)}<line class="axis" x1="0" x2="100%" y1="24" y2="24"/>
<text class="soft" x="0" y="62">${said.graphicUpdates}</text>
${updates.map(({ at, brokenPromise }) => markup`<circle class="${brokenPromise === undefined ? 'mark' : 'mark lateness'}" cx="${share(at)}%" cy="${brokenPromise === undefined ? 24 : 38}" r="4.5"/>\n`)}${
    view.nextBy === undefined || view.closed
      ? ''
      : markup`<circle class="ahead" cx="${share(view.nextBy)}%" cy="24" r="5"/>\n`
  }${shown.map(({ service, spans }, place) => lane(service.name[words.language], spans, top + place * laneHeight, share))}</svg>
<figcaption class="note">${said.graphicNote}${lanes.length > shown.length ? ` ${said.graphicMore(lanes.length - shown.length)}` : ''}</figcaption>
</figure>
`
}

function lane(name: string, spans: readonly StateSpan[], y: number, share: (at: string) => number): Markup {
  return markup`<text x="0" y="${y + 12}">${name}</text>
${spans.map(({ state, from, to }) => {
  const barHeight = barHeights[tone[state]]
  const width = Math.max(0.4, Math.round((share(to) - share(from)) * 10) / 10)
  return markup`<rect class="${tone[state]}" x="${share(from)}%" y="${y + 32 - barHeight}" width="${width}%" height="${barHeight}"/>\n`
})}`
}

/** Day and month: what fits three times on a phone. */
function shortDay(words: Messages, timeZone: string, at: string): string {
  return new Intl.DateTimeFormat(words.locale, { timeZone, day: 'numeric', month: 'short' }).format(
    new Date(at),
  )
}
