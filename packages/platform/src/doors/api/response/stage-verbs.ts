import { z } from '@hono/zod-openapi'

const Line = z.string().trim().min(1).max(500)
const Evidence = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(100).openapi({ description: 'SHA-256 of what shows it' }) // prettier-ignore
const Values = z.record(z.string().max(100), z.string().max(2_000))
const Task = z.int().min(1).max(100).optional()
const Filling = z.strictObject({ task: Task, values: Values, evidence: Evidence })
const Reason = z.strictObject({ reason: Line })

/** What people say about a stage, and what it takes. */
export const stageVerbs = {
  start: { command: 'startStage', summary: 'It is being worked on', body: z.strictObject({}) },
  fill: { command: 'fillStage', summary: "Fills in a task's form, before people sign it", body: Filling },
  complete: {
    command: 'completeStage',
    summary: 'It is done; entries and evidence may come along',
    body: z.strictObject({
      note: Line.optional(),
      evidence: Evidence.optional(),
      filling: Filling.optional(),
    }),
  },
  skip: { command: 'skipStage', summary: 'It is left out; it then proves nothing at a gate', body: Reason },
  fail: { command: 'failStage', summary: 'It failed; it can be started again', body: Reason },
  reopen: { command: 'reopenStage', summary: 'Opens a stage again that somebody had ended', body: Reason },
} as const
export type StageVerb = keyof typeof stageVerbs
