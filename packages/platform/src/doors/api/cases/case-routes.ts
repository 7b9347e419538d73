import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { caseIds } from '../../../adapters/database/index.ts'
import { present } from '../../../core/case/index.ts'
import { saidIn } from '../../../core/failure-words/index.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { askedLanguage } from '../http/in-their-language.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDeclared } from './case-reader.ts'
import { CaseId, caseSummary, CaseSummary, caseView, CaseView } from './case-view.ts'

const listCases = createRoute({
  method: 'get',
  path: '/api/cases',
  summary: 'The cases, in the order of their ids',
  request: {
    query: z.object({
      after: z
        .string()
        .max(64)
        .refine((id) => !/\p{Cc}/u.test(id), 'an id of a case')
        .default('')
        .openapi({ description: 'Id of the last case of the page before' }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    200: {
      description: 'A page of cases',
      content: {
        'application/json': {
          schema: z.object({
            cases: z.array(CaseSummary),
            next: z
              .string()
              .nullable()
              .openapi({ description: '`after` of the next page, null on the last' }),
          }),
        },
      },
    },
    ...problems(400, 401, 403, 503),
  },
})

const showCase = createRoute({
  method: 'get',
  path: '/api/cases/{case}',
  summary: 'A case as it is now: how far each unit is, and what is missing',
  request: { params: z.object({ case: CaseId }) },
  responses: {
    200: {
      description: 'The case; its ETag is the number of the last entry',
      content: { 'application/json': { schema: CaseView } },
    },
    ...problems(400, 401, 403, 404, 503),
  },
})

/** What is known of cases, from their events alone. */
export function caseRoutes(app: OpenAPIHono<ApiEnv>, { database, readCase, now }: ApiParts): void {
  app.openapi(listCases, async (c) => {
    const { after, limit } = c.req.valid('query')
    const ids = await caseIds(database, { after, limit: limit + 1 })
    const page = ids.slice(0, limit)
    const cases = []
    // Other chains (the server's own) live in the same log and are no cases.
    for (const id of page.filter((one) => !one.startsWith('anlauf.'))) {
      const snapshot = await readCase(id)
      if (snapshot.state.status !== 'none') cases.push(caseSummary(snapshot))
    }
    return c.json({ cases, next: ids.length > limit ? (page.at(-1) ?? null) : null }, 200)
  })

  app.openapi(showCase, async (c) => {
    const snapshot = requireDeclared(await readCase(c.req.valid('param').case))
    c.header('ETag', `"${snapshot.seq}"`)
    const state = present(snapshot.state, now().toISOString())
    const view = caseView({ ...snapshot, state })
    return c.json(askedLanguage(c) === 'de' ? inGerman(view) : view, 200)
  })
}

/** What units lack, in German. A case has thousands, and most of them lack the same. */
function inGerman(view: z.infer<typeof CaseView>): z.infer<typeof CaseView> {
  const known = new Map<string, string>()
  const said = (english: string): string => {
    const german = known.get(english) ?? saidIn('de', english)
    known.set(english, german)
    return german
  }
  return { ...view, units: view.units.map((unit) => ({ ...unit, missing: unit.missing.map(said) })) }
}
