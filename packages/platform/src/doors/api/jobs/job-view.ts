import { z } from '@hono/zod-openapi'

import { saidIn } from '../../../core/failure-words/index.ts'
import { type Job, jobKinds, jobStates } from '../../../core/jobs/index.ts'

const Time = z.string().openapi({ format: 'date-time' })
const Count = z.number().min(0)

export const JobKind = z.enum(jobKinds)

export const JobOptions = z.strictObject({
  repository: z.string().max(64).optional().openapi({ description: 'Id of a repository of the workplace' }),
  wholeSnapshot: z.boolean().optional().openapi({ description: 'Only for plan' }),
  form: z.enum(['files', 'tar', 'repository']).optional().openapi({ description: 'Only for handBack' }),
})

export const JobView = z
  .object({
    id: z.string(),
    case: z.string(),
    kind: JobKind,
    unit: z.string().optional(),
    attempt: z.int(),
    options: JobOptions,
    askedBy: z.string(),
    askedAt: Time,
    state: z.enum(jobStates),
    tries: z.int().openapi({ description: 'More than one: a worker was lost and another one went on' }),
    startedAt: Time.optional(),
    endedAt: Time.optional(),
    heardAt: Time.optional().openapi({ description: 'When its program was last heard of' }),
    counters: z
      .object({
        phase: z.string(),
        done: Count,
        total: Count.optional(),
        bytesDone: Count.optional(),
        bytesTotal: Count.optional(),
        bytesPerSecond: Count,
        secondsLeft: Count.optional(),
      })
      .optional()
      .openapi({ description: 'As the program itself counts' }),
    result: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    failure: z
      .object({
        code: z.string(),
        message: z.string(),
        hint: z.string(),
        missing: z.array(z.string()).optional(),
        german: z.object({
          message: z.string(),
          hint: z.string(),
          missing: z.array(z.string()).optional(),
        }),
      })
      .optional(),
    revision: z.int(),
  })
  .openapi('Job')

/** A job as it is shown. */
export type JobShown = z.infer<typeof JobView>

type Failure = NonNullable<JobShown['failure']>

/** What a program said when it failed, as it said it, and in German: live news goes to readers of both languages. */
export function jobView(job: Job): JobShown {
  const { failure } = job
  if (failure === undefined) return job as JobShown
  const { message, hint, missing = [] } = failure
  const german = { message: saidIn('de', message), hint: saidIn('de', hint) }
  const inGerman =
    missing.length > 0 ? { ...german, missing: missing.map((one) => saidIn('de', one)) } : german
  return { ...(job as JobShown), failure: { ...(failure as Failure), german: inGerman } }
}
