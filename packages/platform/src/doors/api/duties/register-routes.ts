import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { evidenceLines } from '../../../adapters/database/index.ts'
import { authorities, type AuthorityId, dutyNamed } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { assembleComplaint, csvOf, registerKinds, registerOf } from '../../../phases/comply/index.ts'
import { noteRead } from '../access/evidence-reads.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { signatureOf } from '../commands/once.ts'
import { problems } from '../http/problem-responses.ts'
import { dutyDesksOf } from './duty-desks.ts'

const authority = z.enum(Object.keys(authorities) as [AuthorityId, ...AuthorityId[]])
const failures = problems(400, 401, 403, 404, 409, 413, 415, 429, 503)

const readRegister = createRoute({
  method: 'get',
  path: '/api/cases/{case}/registers/{register}',
  summary: 'A register of the case as CSV, as its log has it now',
  description:
    'breaches and telecom (Art. 33(5) GDPR, § 169 TKG) and rationales hold judgements of counsel and are kept apart.',
  request: {
    params: z.object({
      case: CaseId,
      register: z.enum(registerKinds).openapi({ param: { name: 'register', in: 'path' } }),
    }),
    query: z.object({ language: z.enum(['de', 'en']).default('de'), authority: authority.optional() }),
  },
  responses: {
    200: {
      description: 'RFC 4180 with a header; empty when nothing stands in it',
      content: { 'text/csv': { schema: z.string() } },
    },
    ...failures,
  },
})

const takeComplaint = createRoute({
  method: 'post',
  path: '/api/cases/{case}/complaint',
  summary: 'The criminal complaint as one archive: facts, evidence list with hashes, indicators, verifier',
  description:
    'That it left stands in the log. Attachments go with it on the command line only, where their tags are checked.',
  request: {
    params: z.object({ case: CaseId }),
    body: {
      required: true,
      content: {
        'application/json': { schema: z.strictObject({ language: z.enum(['de', 'en']).default('de') }) },
      },
    },
  },
  responses: {
    200: {
      description: 'All names in it begin with "complaint/"',
      content: { 'application/x-tar': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...failures,
  },
})

/** What is taken along: registers for whoever audits, the complaint for the police. */
export function registerRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.openapi(readRegister, async (c) => {
    const { case: caseId, register: kind } = c.req.valid('param')
    const isApart = kind === 'breaches' || kind === 'telecom' || kind === 'rationales'
    requirePermission(c.get('principal'), isApart ? 'readPrivileged' : 'recordClock')
    requireDeclared(await parts.readCase(caseId))
    const { base, filings } = await dutyDesksOf(parts).desk(caseId)
    const { language, authority: one } = c.req.valid('query')
    const lines = registerOf(kind, base, filings.log, {
      language,
      ...(one !== undefined && { authority: one }),
    })
    c.header('Content-Type', 'text/csv; charset=utf-8')
    c.header('Content-Disposition', `attachment; filename="${caseId}-${kind}.csv"`)
    return c.body(csvOf(lines), 200)
  })

  app.openapi(takeComplaint, async (c) => {
    const principal = requirePermission(c.get('principal'), 'exportEvidence')
    const { case: caseId } = c.req.valid('param')
    const { seq } = requireDeclared(await parts.readCase(caseId))
    const { deskSources, database, log, now } = parts
    const desk = await dutyDesksOf(parts).desk(caseId)
    const { exportKey, archive } = deskSources
    if (exportKey === undefined || archive === undefined || desk.estate === undefined) throw noPlace()
    await noteRead(parts, principal, { caseId, from: 1, to: seq })
    const { files } = await assembleComplaint({
      desk,
      base: desk.base,
      duty: dutyNamed(desk.facts.clocks, 'stpo-158'),
      estate: desk.estate,
      language: c.req.valid('json').language,
      attachments: [],
      log,
      lines: evidenceLines(database, caseId),
      signer: exportKey(),
      origin: `anlauf/case/${caseId}`,
      by: signatureOf(principal, now()),
    })
    c.header('Content-Type', 'application/x-tar')
    c.header('Content-Disposition', `attachment; filename="${caseId}-complaint.tar"`)
    return c.body(Buffer.from(archive('complaint', files, now())), 200)
  })
}

function noPlace(): AnlaufError {
  return new AnlaufError('not-found', 'This server has no estate file, or no key to sign with.', {
    hint: 'Start "anlauf up" with a workplace file, or use "anlauf duty complaint".',
  })
}
