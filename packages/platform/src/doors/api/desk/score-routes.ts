import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'

import { exerciseChecks } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { ApiEnv } from '../api-env.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { CaseId } from '../cases/case-view.ts'
import { problems } from '../http/problem-responses.ts'

const Count = z.int().min(0)

export const ExerciseScore = z
  .object({
    seq: Count,
    asOf: z.string(),
    score: z
      .object({
        at: z.string().openapi({ format: 'date-time' }),
        passed: z.boolean(),
        seed: Count,
        checks: z.array(
          z.object({
            check: z.enum(exerciseChecks),
            good: z.boolean().nullable(),
            figures: z.record(z.string(), z.number()),
          }),
        ),
        phases: z.array(z.object({ phase: z.string(), ms: Count })),
        scoreDigest: z.string(),
      })
      .nullable()
      .openapi({ description: 'Null while the exercise goes on' }),
  })
  .openapi('ExerciseScore')

const showScore = createRoute({
  method: 'get',
  path: '/api/cases/{case}/score',
  summary: 'What an exercise was worth',
  request: { params: z.object({ case: CaseId }) },
  responses: {
    200: { description: 'The score', content: { 'application/json': { schema: ExerciseScore } } },
    ...problems(400, 401, 403, 404, 503),
  },
})

/** The score of an exercise, as its case records it. */
export function scoreRoutes(app: OpenAPIHono<ApiEnv>, { readCase }: ApiParts): void {
  app.openapi(showScore, async (c) => {
    const { state, seq, asOf } = requireDeclared(await readCase(c.req.valid('param').case))
    if (!state.exercise) throw real(state.title)
    const { score } = state
    if (score === undefined) return c.json({ seq, asOf, score: null }, 200)
    const { at, passed, seed, scoreDigest } = score
    const checks = score.checks.map((one) => ({ ...one, figures: { ...one.figures } }))
    const phases = score.phases.map((one) => ({ ...one }))
    return c.json({ seq, asOf, score: { at, passed, seed, checks, phases, scoreDigest } }, 200)
  })
}

function real(title: string): AnlaufError {
  return new AnlaufError('not-found', `"${title}" is no exercise; it has no score.`, {
    hint: 'Only what was declared as an exercise is scored.',
  })
}
