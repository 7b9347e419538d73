import { type Markup, markup } from './markup.ts'
import { backgroundList } from './content/background-page.ts'
import { faqPage } from './content/faq-page.ts'
import type { PageContext } from './page-context.ts'

/**
 * What everybody asks. Until the desk publishes its own questions: answers that hold at every stage, as facts of the
 * case stand in the updates.
 */
export function questionsPage(context: PageContext): Markup {
  return markup`${faqPage(context) ?? usualQuestions(context)}${backgroundList(context)}`
}

function usualQuestions({ words }: PageContext): Markup {
  return markup`<h1>${words.questions}</h1>
<p class="note">${words.questionsNote}</p>
${words.answers.map(
  ({ question, answer }) => markup`<h2>${question}</h2>\n${answer.map((part) => markup`<p>${part}</p>\n`)}`,
)}`
}
