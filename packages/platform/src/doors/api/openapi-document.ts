import { createApi } from './create-api.ts'
import type { ApiParts } from './api-parts.ts'

/** The description of the API, OpenAPI 3.1, from the routes themselves. */
function openApiDocument() {
  // Routes use their parts only when a request comes.
  const app = createApi({ account: {} } as unknown as ApiParts)
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-anlauf',
    description:
      'Given by signing in; whatever is no GET also needs "Sec-Fetch-Site: same-origin", which browsers send.',
  })
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Anlauf',
      version: '0.1.0',
      description:
        'Cases, their evidence, and what happens to them. Every failure is a problem (RFC 9457) with code, hint and retry.',
      license: { name: 'Apache-2.0' },
    },
    security: [{ token: [] }, { session: [] }],
  })
}

/** As it is checked in. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), undefined, 2)}\n`
}
