import { contentPageWords } from '../../../core/messages/index.ts'
import { type Markup, markup } from '../markup.ts'
import { momentElement } from '../moments.ts'
import type { PageContext } from '../page-context.ts'
import { backgroundPath } from '../paths.ts'
import type { PublicView } from '../public-view.ts'
import type { PublicUpdate } from '../update-view.ts'
import { contentBody } from './content-body.ts'
import { contentTitle } from './content-title.ts'

/** The newest text on each topic. Its page keeps its address; older ones are updates with pages of their own. */
export function backgroundTexts({
  updates,
}: PublicView): readonly (PublicUpdate & { readonly topic: string })[] {
  return updates.flatMap((update) =>
    update.kind === 'explainer' && update.topic !== undefined && update.revision?.newer === undefined
      ? [{ ...update, topic: update.topic }]
      : [],
  )
}

export function backgroundPage(context: PageContext, update: PublicUpdate): Markup {
  const { view, words, links } = context
  const said = contentPageWords[words.language]
  return markup`<h1>${titleAlone(update, context)}</h1>
<p class="note">${said.revision(update.revision?.number ?? 1)}, <a href="${links.update(update.number)}">${words.update(update.number)}</a>, ${momentElement(words, view.timeZone, update.at)}</p>
${contentBody(context, update) ?? ''}`
}

/** Where the background texts are, on the page of questions. */
export function backgroundList({ view, words, links }: PageContext): Markup | string {
  const texts = backgroundTexts(view)
  if (texts.length === 0) return ''
  return markup`<h2>${contentPageWords[words.language].background}</h2>
<ul class="rows card">
${texts.map((update) => markup`<li><a href="${links.to(backgroundPath(words, update.topic))}">${titleAlone(update, { view, words })}</a></li>\n`)}</ul>
`
}

function titleAlone(update: PublicUpdate, { view, words }: Pick<PageContext, 'view' | 'words'>): string {
  const title = update.parts?.find(({ part }) => part === 'title')?.text[words.language]
  return title ?? contentTitle(view, update, words) ?? words.update(update.number)
}
