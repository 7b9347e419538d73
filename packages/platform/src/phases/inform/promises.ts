import { type Markup, markup } from './markup.ts'
import { momentElement } from './moments.ts'
import type { PageContext } from './page-context.ts'

/** When the last news came and when the next comes; a broken promise is said aloud. */
export function promises({ view, words, now }: PageContext): Markup {
  const { nextBy, closed, timeZone } = view
  const last = view.updates.at(-1)
  const knowledge = (asOf: string, at: string): Markup | string =>
    asOf.slice(0, 16) === at.slice(0, 16)
      ? ''
      : markup` <span class="note">${words.knowledge}: ${momentElement(words, timeZone, asOf)}</span>`
  const lastLine =
    last === undefined
      ? ''
      : markup`<div><dt>${words.lastUpdate}</dt><dd>${momentElement(words, timeZone, last.at)}${knowledge(last.asOf, last.at)}</dd></div>\n`
  if (closed)
    return markup`<dl class="when card">${lastLine}<div><dt>${words.nextUpdate}</dt><dd>${words.closed}</dd></div></dl>`
  const isLate = nextBy !== undefined && Date.parse(nextBy) < now.getTime()
  const next =
    nextBy === undefined
      ? markup`<dd>${words.noNextUpdate}</dd>`
      : isLate
        ? markup`<dd class="late">${filled(words.overdueSince, momentElement(words, timeZone, nextBy))}</dd>`
        : markup`<dd>${filled(words.by, momentElement(words, timeZone, nextBy))} <span class="note">${words.ifNothingNew}</span></dd>`
  return markup`<dl class="when card">
${lastLine}<div><dt>${words.nextUpdate}</dt>${next}</div>
</dl>`
}

/** A sentence with an element in its gap. */
export function filled(sentence: (gap: string) => string, gap: Markup): Markup {
  const [before = '', after = ''] = sentence('\n').split('\n')
  return markup`${before}${gap}${after}`
}
