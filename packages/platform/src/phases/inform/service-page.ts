import { siteWords } from '../../core/messages/index.ts'
import type { PublicService } from '../../core/updates/index.ts'
import { type Markup, markup } from './markup.ts'
import { stateText, stepList } from './overview.ts'
import type { PageContext } from './page-context.ts'
import { serviceFeedPaths } from './paths.ts'
import { promises } from './promises.ts'

/** One service: its state, what that means, how far its customers are. */
export function servicePage(context: PageContext, service: PublicService): Markup {
  const { words, links } = context
  const feeds = serviceFeedPaths(words, service.id)
  return markup`<h1>${service.name[words.language]}</h1>
<p class="service">${stateText(service, words)}</p>
<p class="lead">${words.stateMeaning[service.state]}</p>
${instruction(context, service)}${proof(context, service)}${promises(context)}
${service.steps.length === 0 ? '' : markup`<h2>${words.recovery}</h2>\n<p class="note">${words.recoveryNote}</p>\n${stepList(service.steps, words)}\n`}<p>${siteWords[words.language].feedOfService}: <a href="${links.to(feeds.atom)}">Atom</a> <a href="${links.to(feeds.rss)}">RSS</a> <a href="${links.to(feeds.json)}">JSON Feed</a></p>
<p><a href="${links.home}">${words.back}</a></p>`
}

function instruction({ words }: PageContext, service: PublicService): Markup | string {
  const text = service.instruction?.[words.language]
  return text === undefined ? '' : markup`<h2>${words.instruction}</h2>\n<p class="text">${text}</p>\n`
}

/** What "operational" rests on; without it the word would be a claim like any other. */
function proof({ words }: PageContext, { state, proof: rests }: PublicService): Markup | string {
  if (rests === undefined || (state !== 'operational' && state !== 'available_rework')) return ''
  return markup`<p class="note sum">${words.proof(rests.releases, rests.sha256)}</p>\n`
}
