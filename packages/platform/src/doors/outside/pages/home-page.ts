import { subscriptionWords } from '../../../core/messages/index.ts'
import { markup } from '../../../phases/inform/index.ts'
import type { OutsideRoutes } from '../outside-parts.ts'
import { answerPage } from './answer-page.ts'

/** Where somebody lands who has only the name of this server. */
export const homePage: OutsideRoutes = (app, parts) => {
  app.get('/', (c) =>
    answerPage(c, parts, {
      title: (words) => words.home,
      body: ({ words, face }) => markup`<h1>${words.home}</h1>
<p class="lead">${words.homeLead(face.provider)}</p>
<p><a href="/inquiry?lang=${words.language}">${words.writeToUs}</a></p>
<p><a href="/subscribe?lang=${words.language}">${subscriptionWords[words.language].title}</a></p>`,
    }),
  )
  app.get('/health', async (c) => {
    await parts.database.query('select 1')
    return c.text('ok')
  })
}
