import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'

import { AnlaufError } from '../../../core/failure.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requirePermission } from '../access/permissions.ts'
import { inTheirLanguage } from '../http/in-their-language.ts'
import { problems } from '../http/problem-responses.ts'
import { EstateView, estateView, TenantNames, tenantNames } from './estate-view.ts'

const showEstate = createRoute({
  method: 'get',
  path: '/api/estate',
  summary: 'What is protected: who depends on whom, in which order it starts, and the gaps',
  description:
    'Read from the estate file now. With mistakes in it, only these: line, what is wrong, how to mend it.',
  responses: {
    200: { description: 'The estate', content: { 'application/json': { schema: EstateView } } },
    ...problems(401, 403, 404, 503),
  },
})

const listTenants = createRoute({
  method: 'get',
  path: '/api/estate/tenants',
  summary: 'What people call each tenant, by its id',
  responses: {
    200: {
      description: 'All of them; none while the estate file has mistakes, or where no estate was named',
      content: { 'application/json': { schema: TenantNames } },
    },
    ...problems(401, 403, 503),
  },
})

/** The estate file, for whoever may read cases. */
export function estateRoutes(app: OpenAPIHono<ApiEnv>, { deskSources }: ApiParts): void {
  app.openapi(showEstate, async (c) => {
    requirePermission(c.get('principal'), 'read')
    if (deskSources.estate === undefined) throw noEstate()
    return c.json(estateView(await deskSources.estate(), inTheirLanguage(c)), 200)
  })

  app.openapi(listTenants, async (c) => {
    requirePermission(c.get('principal'), 'read')
    // Names are read by every screen: a server without an estate has none to tell, and nothing to refuse.
    const names = deskSources.estate === undefined ? [] : tenantNames(await deskSources.estate())
    return c.json({ tenants: names }, 200)
  })
}

function noEstate(): AnlaufError {
  return new AnlaufError('not-found', 'This server was not told which estate it protects.', {
    hint: 'Name the estate file in the configuration of "anlauf up".',
  })
}
