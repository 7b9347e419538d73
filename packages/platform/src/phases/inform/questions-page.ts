import { type Markup, markup } from './markup.ts'
import type { PageContext } from './page.ts'

/** What everybody asks, with answers that hold at every stage; facts of the case stand in the updates. */
export function questionsPage({ words }: PageContext): Markup {
  return markup`<h1>${words.questions}</h1>
<p class="note">${words.questionsNote}</p>
${words.answers.map(
  ({ question, answer }) => markup`<h2>${question}</h2>\n${answer.map((part) => markup`<p>${part}</p>\n`)}`,
)}`
}
