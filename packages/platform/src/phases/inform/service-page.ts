import type { PublicService } from '../../core/updates/index.ts'
import { type Markup, markup } from './markup.ts'
import { stateText, stepList } from './overview.ts'
import type { PageContext } from './page.ts'
import { promises } from './promises.ts'

/** One service: its state, what that means, how far its customers are. */
export function servicePage(context: PageContext, service: PublicService): Markup {
  const { words, links } = context
  return markup`<h1>${service.name[words.language]}</h1>
<p class="service">${stateText(service, words)}</p>
<p class="lead">${words.stateMeaning[service.state]}</p>
${promises(context)}
${service.steps.length === 0 ? '' : markup`<h2>${words.recovery}</h2>\n<p class="note">${words.recoveryNote}</p>\n${stepList(service.steps, words)}\n`}<p><a href="${links.home}">${words.back}</a></p>`
}
