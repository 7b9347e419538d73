import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { stream } from 'hono/streaming'

import { evidenceLines } from '../../../adapters/database/index.ts'
import { type ChainReport, verifyEntries } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { inTheirLanguage } from '../http/in-their-language.ts'
import { problems } from '../http/problem-responses.ts'
import { noteRead } from '../access/evidence-reads.ts'
import { requirePermission } from '../access/permissions.ts'
import { requireDeclared } from './case-reader.ts'
import { CaseId } from './case-view.ts'

/** A page of the screen, and the line before it. */
const longestPage = 501

const Digest = z.string().regex(/^[0-9a-f]{64}$/)

const Kept = z
  .strictObject({ entries: z.int().min(1), head: Digest })
  .openapi({ description: 'What somebody noted elsewhere: the hash of the entry with this number' })

export const Verification = z
  .object({
    verified: z.boolean(),
    entries: z.int(),
    head: Digest.openapi({ description: 'SHA-256 of the last line' }),
    root: z.string().openapi({ description: 'Merkle root, base64, as checkpoints hold it' }),
    compared: z.int().openapi({ description: 'How many noted states it was held against' }),
    problems: z.array(z.object({ line: z.int(), code: z.string(), message: z.string() })),
    checkedAt: z.string().openapi({ format: 'date-time' }),
    ms: z.int(),
  })
  .openapi('Verification')

const verifyChain = createRoute({
  method: 'post',
  path: '/api/cases/{case}/evidence/verify',
  summary: 'Reads every stored line of a case and checks form, order and chain',
  description:
    'That the log was not rewritten as a whole, only a state noted elsewhere can show: give it as `kept`. One at a time.',
  request: {
    params: z.object({ case: CaseId }),
    body: {
      required: true,
      content: {
        'application/json': { schema: z.strictObject({ kept: z.array(Kept).max(20).default([]) }) },
      },
    },
  },
  responses: {
    200: { description: 'What was found', content: { 'application/json': { schema: Verification } } },
    ...problems(400, 401, 403, 404, 413, 415, 429, 503),
  },
})

const readLines = createRoute({
  method: 'get',
  path: '/api/cases/{case}/evidence.ndjson',
  summary: 'The stored lines themselves: what `sha256sum` has to see to check the chain',
  request: {
    params: z.object({ case: CaseId }),
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .optional()
        .openapi({ description: 'Without it, all; more than 501 takes exportEvidence' }),
    }),
  },
  responses: {
    200: { description: 'One entry a line', content: { 'text/x-ndjson': { schema: z.string() } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

/** The chain, for whoever believes nobody: the server checks all of it, or hands out the lines to be checked. */
export function chainRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { database, readCase, now } = parts
  let isBusy = false

  app.openapi(verifyChain, async (c) => {
    const { case: caseId } = c.req.valid('param')
    requirePermission(c.get('principal'), 'verifyEvidence')
    const { kept } = c.req.valid('json')
    requireDeclared(await readCase(caseId))
    // A million lines keep one core busy for some seconds; ten people who are anxious need not do it ten times at once.
    if (isBusy) throw busy()
    isBusy = true
    try {
      const started = performance.now()
      const report = await verifyEntries(evidenceLines(database, caseId), kept)
      const ms = Math.round(performance.now() - started)
      return c.json(
        {
          ...verificationOf(report, { compared: kept.length, say: inTheirLanguage(c) }),
          checkedAt: now().toISOString(),
          ms,
        },
        200,
      )
    } finally {
      isBusy = false
    }
  })

  app.openapi(readLines, async (c) => {
    const { case: caseId } = c.req.valid('param')
    const { after, limit = Infinity } = c.req.valid('query')
    // A page is what the screen shows, as under `/evidence`; the whole log at once is carried away.
    const by = requirePermission(c.get('principal'), limit <= longestPage ? 'read' : 'exportEvidence')
    const { seq } = requireDeclared(await readCase(caseId))
    const to = Math.min(after + limit, seq)
    // What goes out was noted before its first byte; what is appended meanwhile stays for the next call.
    await noteRead(parts, by, { caseId, from: after + 1, to })
    c.header('Content-Type', 'text/x-ndjson; charset=utf-8')
    return stream(c, async (out) => {
      let left = Math.max(0, to - after)
      for await (const line of evidenceLines(database, caseId, after + 1)) {
        if (left <= 0 || out.aborted) return
        left -= 1
        await out.write(`${line}\n`)
      }
    })
  })
}

function verificationOf(
  { entries, head, root, problems }: ChainReport,
  { compared, say }: { readonly compared: number; readonly say: (english: string) => string },
) {
  return {
    verified: problems.length === 0,
    entries,
    head,
    root: root.toString('base64'),
    compared,
    problems: problems.map(({ line, code, message }) => ({ line, code, message: say(message) })),
  }
}

function busy(): AnlaufError {
  return new AnlaufError('too-many-requests', 'Somebody is verifying a log at this moment.', {
    hint: 'Wait for some seconds and ask again; the result is the same for everybody.',
    retry: 'later',
  })
}
