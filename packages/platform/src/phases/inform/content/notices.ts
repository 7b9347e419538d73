import { contentPageWords } from '../../../core/messages/index.ts'
import { type Markup, markup } from '../markup.ts'
import type { PageContext } from '../page-context.ts'
import type { PublicUpdate } from '../update-view.ts'
import { contentTitle } from './content-title.ts'

/** Warnings on the overview; older ones are in the list of all updates. */
const maxWarnings = 3

/** What holds beside the news: warnings, the order of the restart, what the desk can do, the closing report. */
export function notices({ view, words, links }: PageContext): Markup | string {
  const held = view.updates.filter(
    ({ correctedBy, revision }) => correctedBy === undefined && revision?.newer === undefined,
  )
  const shown: readonly PublicUpdate[] = [
    ...held.filter(({ kind }) => kind === 'closing').slice(-1),
    ...held.filter(({ kind }) => kind === 'advisory').slice(-maxWarnings),
    ...held.filter(({ kind }) => kind === 'windows' || kind === 'resources'),
  ]
  if (shown.length === 0) return ''
  return markup`<h2>${contentPageWords[words.language].inForce}</h2>
<ul class="rows card">
${shown.map((update) => markup`<li><a href="${links.update(update.number)}">${contentTitle(view, update, words) ?? words.update(update.number)}</a></li>\n`)}</ul>
`
}
