import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { type Entry, evidenceActions } from '../../../core/evidence/index.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { problems } from '../http/problem-responses.ts'
import { noteRead } from '../access/evidence-reads.ts'
import { requireDeclared } from './case-reader.ts'
import { CaseId } from './case-view.ts'
import { entryFor } from './kept-apart-entry.ts'

export const EvidenceEntry = z
  .object({
    seq: z.int().min(1),
    at: z.string().openapi({ format: 'date-time' }),
    case: z.string(),
    actor: z.string(),
    action: z.enum(evidenceActions),
    kind: z.string(),
    data: z.record(z.string(), z.unknown()),
    prev: z.string().openapi({ description: 'SHA-256 of the canonical bytes of the entry before' }),
    tool: z.string(),
    toolVersion: z.string(),
    actorKey: z.string().optional(),
    object: z.string().optional(),
    sha256: z.string().optional(),
    size: z.int().optional(),
    source: z.string().optional(),
    args: z.array(z.string()).optional(),
    parent: z.array(z.string()).optional(),
    note: z.string().optional(),
    rules: z.string().optional(),
  })
  .openapi('EvidenceEntry')

const listEvidence = createRoute({
  method: 'get',
  path: '/api/cases/{case}/evidence',
  summary: 'The entries of a case, in order, as they were sealed',
  description:
    'Entries about what stands apart come as {"withheld": true} to who may not read it; the whole log has them.',
  request: {
    params: z.object({ case: CaseId }),
    query: z.object({
      after: z.coerce
        .number()
        .int()
        .min(0)
        .default(0)
        .openapi({ description: 'Number of the last entry of the page before' }),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: {
      description: 'A page of entries',
      content: {
        'application/json': {
          schema: z.object({
            entries: z.array(EvidenceEntry),
            next: z.int().nullable().openapi({ description: '`after` of the next page, null on the last' }),
          }),
        },
      },
    },
    ...problems(400, 401, 403, 404, 503),
  },
})

/** The log itself, for whoever wants to check it. What they say of the chain is for `verify` to prove. */
export function evidenceRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { log, readCase } = parts
  app.openapi(listEvidence, async (c) => {
    const { case: caseId } = c.req.valid('param')
    const { after, limit } = c.req.valid('query')
    requireDeclared(await readCase(caseId))
    const entries: Entry[] = []
    for await (const entry of log.read(caseId, after + 1)) {
      entries.push(entry)
      if (entries.length > limit) break
    }
    const page = entries.slice(0, limit).map((entry) => entryFor(c.get('principal'), entry))
    await noteRead(parts, c.get('principal'), { caseId, from: after + 1, to: page.at(-1)?.seq ?? after })
    const next = entries.length > limit ? (page.at(-1)?.seq ?? null) : null
    return c.json({ entries: page as z.infer<typeof EvidenceEntry>[], next }, 200)
  })
}
