import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { evidenceLogWithin } from '../../../adapters/database/index.ts'
import { openCase } from '../../../core/case/index.ts'
import { openClocks } from '../../../core/duties/index.ts'
import { type Estate, impactOf } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { requirePermission } from '../access/permissions.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { once, signatureOf } from '../commands/once.ts'
import { IdempotencyKey } from '../http/idempotency-key.ts'
import { problems } from '../http/problem-responses.ts'
import { requireDesk } from '../jobs/job-desk.ts'
import { requireDeclared } from './case-reader.ts'
import { CaseId } from './case-view.ts'
import { keepProof, probesText } from './isolation-proof.ts'

const Line = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(text), 'one line of text')
const Time = z.iso.datetime({ offset: true }).openapi({ format: 'date-time' })
const Systems = z.array(z.string().max(64)).min(1).max(100_000).optional()

const Declared = z
  .object({
    case: z.string(),
    title: z.string(),
    exercise: z.boolean(),
    tenants: z.int(),
    services: z.array(z.string()),
    seq: z.int().openapi({ description: 'Number of the last entry, for the next If-Match' }),
  })
  .openapi('Declared')

const declareCase = createRoute({
  method: 'post',
  path: '/api/cases',
  summary: 'Declares a case: every tenant of the estate becomes a restore unit',
  request: {
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            case: CaseId.openapi({ param: undefined as never }),
            title: Line,
            exercise: z.boolean(),
            systems: Systems.openapi({ description: 'Attacked systems of the estate; all when left out' }),
            onset: z.strictObject({ from: Time, to: Time }).optional(),
          }),
        },
      },
    },
  },
  responses: {
    200: { description: 'Declared', content: { 'application/json': { schema: Declared } } },
    ...problems(400, 401, 403, 404, 413, 415, 429, 503),
  },
})

const Isolated = z
  .object({
    case: z.string(),
    systems: z.array(z.string()),
    probes: z.int(),
    proof: z.string(),
    seq: z.int(),
  })
  .openapi('Isolated')

const recordIsolation = createRoute({
  method: 'post',
  path: '/api/cases/{case}/isolation',
  summary: 'Records the isolation of an exercise; in earnest the job "isolation" takes what probes measured',
  request: {
    params: z.object({ case: CaseId }),
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            systems: Systems,
            probes: z
              .array(z.strictObject({ path: Line, reached: z.boolean() }))
              .min(1)
              .max(1_000)
              .openapi({ description: 'What was tried from a second path, and whether it was reached' }),
          }),
        },
      },
    },
  },
  responses: {
    200: { description: 'Recorded', content: { 'application/json': { schema: Isolated } } },
    ...problems(400, 401, 403, 404, 413, 415, 429, 503),
  },
})

/** How a case begins. */
export function declareRoutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { now, readCase } = parts

  app.openapi(declareCase, async (c) => {
    const body = c.req.valid('json')
    const by = requirePermission(c.get('principal'), 'declare')
    const estate = requireDesk(parts.desk).estate()
    const { case: id, title, exercise, onset } = body
    refuseReserved(id)
    if (onset !== undefined && Date.parse(onset.from) > Date.parse(onset.to)) throw unfitOnset()
    const systems = chosenSystems(estate, body.systems)
    const { services } = impactOf(estate, systems)
    const tenants = estate.tenants.map((tenant) => tenant.id)
    const key = c.req.valid('header')['idempotency-key']
    const signed = signatureOf(by, now())
    const { answer } = await once(parts, { by, key, case: id, command: 'declare', body }, async (session) => {
      const log = evidenceLogWithin(session)
      const opened = await openCase(log, id)
      const facts = {
        title,
        exercise,
        tenants,
        services: [...services],
        systems,
        ...(onset && { onset: utc(onset) }),
      }
      await opened.execute({ command: 'declare', ...facts }, signed)
      const { legal, contracts } = estate
      const hasLaw = Object.keys(legal).length > 0 || contracts.length > 0
      if (hasLaw) {
        const clocks = await openClocks(log, id)
        await clocks.execute({ command: 'profile', profile: legal, contracts }, signed)
      }
      return {
        case: id,
        title,
        exercise,
        tenants: tenants.length,
        services: facts.services,
        seq: hasLaw ? 2 : 1,
      }
    })
    return c.json({ ...answer, seq: (await readCase(id)).seq }, 200)
  })

  app.openapi(recordIsolation, async (c) => {
    const body = c.req.valid('json')
    const { case: id } = c.req.valid('param')
    const by = requirePermission(c.get('principal'), 'recordIsolation')
    const desk = requireDesk(parts.desk)
    const { state } = requireDeclared(await readCase(id))
    if (!state.exercise) throw inEarnest()
    const reached = body.probes.filter((probe) => probe.reached)
    if (reached.length > 0) throw stillReached(reached.map(({ path }) => path))
    const systems = [...chosenSystems(desk.estate(), body.systems)]
    const text = probesText(body.probes)
    const proof = await keepProof(desk.workplace, id, text)
    const key = c.req.valid('header')['idempotency-key']
    const asked = { by, key, case: id, command: 'recordIsolation', body }
    const { answer } = await once(parts, asked, async (session) => {
      const opened = await openCase(evidenceLogWithin(session), id)
      const fact = { type: 'isolation.proven' as const, systems, probes: body.probes.length, proof }
      await opened.execute({ command: 'record', facts: [fact] }, signatureOf(by, now()))
      return { case: id, systems, probes: body.probes.length, proof }
    })
    return c.json({ ...answer, seq: (await readCase(id)).seq }, 200)
  })
}

function chosenSystems(estate: Estate, named: readonly string[] | undefined): readonly string[] {
  const known = new Set(estate.systems.map(({ id }) => id))
  const unknown = (named ?? []).filter((system) => !known.has(system))
  if (unknown.length === 0) return [...new Set(named ?? known)]
  throw new AnlaufError('not-found', `The estate has no system ${unknown.slice(0, 10).join(', ')}.`, {
    hint: `It has: ${[...known].slice(0, 50).join(', ') || 'none'}.`,
  })
}

/** The server's own chains lie in the same log. */
function refuseReserved(id: string): void {
  if (!id.startsWith('anlauf.')) return
  throw new AnlaufError('input-invalid', `"${id}" is a name of the server's own.`, {
    hint: 'Use another id, for instance 2026-03-ransomware.',
  })
}

function utc({ from, to }: { from: string; to: string }): { from: string; to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

function unfitOnset(): AnlaufError {
  return new AnlaufError('input-invalid', 'The onset is an interval: the earlier end comes first.', {
    hint: 'Take both ends from "anlauf detect history", or leave it out.',
  })
}

function inEarnest(): AnlaufError {
  return new AnlaufError(
    'not-permitted',
    'This case is no exercise: nobody types that a system is cut off.',
    {
      hint: 'Probe from a second path, then start the job "isolation" or "anlauf case isolated --proof FILE".',
    },
  )
}

function stillReached(paths: readonly string[]): AnlaufError {
  return new AnlaufError('cannot-isolate', `${paths.length} probes reached their target.`, {
    hint: 'Cut these off, probe again, then record the new result.',
    context: { reached: paths.slice(0, 20) },
  })
}
