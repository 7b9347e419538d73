import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { stream } from 'hono/streaming'

import { AnlaufError } from '../../../core/failure.ts'
import { noteRead } from '../access/evidence-reads.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDeclared } from './case-reader.ts'
import { CaseId } from './case-view.ts'

const readBundle = createRoute({
  method: 'get',
  path: '/api/cases/{case}/exports/{attempt}/bundle.tar',
  summary: 'The signed folder that the job "export" made, with the script that verifies it anywhere',
  description:
    'That it was made is an entry of the log; that it is taken is noted like every reading of entries.',
  request: {
    params: z.object({
      case: CaseId,
      attempt: z.coerce
        .number()
        .int()
        .min(1)
        .max(999_999_999)
        .openapi({ param: { name: 'attempt', in: 'path' }, description: '`attempt` of the job' }),
    }),
  },
  responses: {
    200: {
      description: 'One archive; all names in it begin with "evidence/"',
      content: { 'application/x-tar': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...problems(400, 401, 403, 404, 503),
  },
})

/** The evidence for somebody who does not trust this server. */
export function bundleRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { deskSources, readCase } = parts
  app.openapi(readBundle, async (c) => {
    const by = requirePermission(c.get('principal'), 'exportEvidence')
    const { case: caseId, attempt } = c.req.valid('param')
    const { seq } = requireDeclared(await readCase(caseId))
    const archive = deskSources.bundle?.(caseId, attempt)
    if (archive === undefined) throw noBundle(caseId, attempt)
    // The bundle may hold every entry up to now: that somebody takes it is noted before its first byte.
    await noteRead(parts, by, { caseId, from: 1, to: seq })
    c.header('Content-Type', 'application/x-tar')
    c.header('Content-Disposition', `attachment; filename="${caseId}-evidence-${attempt}.tar"`)
    return stream(c, async (out) => {
      for await (const piece of archive) {
        if (out.aborted) return
        await out.write(piece)
      }
    })
  })
}

function noBundle(caseId: string, attempt: number): AnlaufError {
  return new AnlaufError(
    'not-found',
    `Export ${attempt} of the case "${caseId}" does not lie on this server.`,
    {
      hint: 'Start the job "export", wait for its end, and ask again under its number.',
    },
  )
}
