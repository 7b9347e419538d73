import { z } from '@hono/zod-openapi'

const Words = z.object({ de: z.string(), en: z.string() })
const Time = z.string().openapi({ format: 'date-time' })

export const DutyRow = z
  .object({
    duty: z.string().openapi({ example: 'bsig-32-1-1' }),
    row: z.string().openapi({ description: 'Row of the duty table, L1 to L29' }),
    norm: z.string(),
    title: Words,
    recipient: Words,
    applies: z.enum(['yes', 'unknown', 'no']).openapi({ description: 'unknown: the legal profile does not say, so it runs' }),
    why: Words,
    state: z.enum(['missed', 'approaching', 'running', 'waiting', 'met', 'notApplicable', 'noClock']),
    due: Time.nullable(),
    dueBy: z.enum(['law', 'contract', 'authority', 'target']).nullable(),
    stage: z
      .enum(['none', 'drafted', 'outdated', 'approved', 'submitted', 'nothing-written'])
      .openapi({ description: 'How far the document is; outdated: the facts went on since' }),
    approve: z.array(z.string()).openapi({ description: 'Roles that sign it off, two people with two keys' }),
    missing: z.array(z.string()).openapi({ description: 'Required fields of the fact sheet that nobody answered' }),
    undecided: z.array(z.string()).openapi({ description: 'Required only under a condition that the facts do not tell' }),
    tenants: z.int().min(0).openapi({ description: 'How many tenants stand alike in this row; 0 for a duty of the house' }),
    basis: z.enum(['T', 'S', 'U']).openapi({ description: 'Norm read, secondary source read, unverified' }),
  })
  .openapi('DutyRow') // prettier-ignore

export const DutyBoard = z
  .object({
    case: z.string(),
    review: z.literal('draft for counsel'),
    rules: z.string().openapi({ description: 'SHA-256 of the rules' }),
    duties: z.array(DutyRow),
  })
  .openapi('DutyBoard')

export const MissingBoard = z
  .object({
    case: z.string(),
    missing: z.array(
      z.object({
        field: z.string(),
        title: Words.nullable(),
        duties: z.array(z.string()),
        due: Time.nullable(),
      }),
    ),
  })
  .openapi('MissingBoard')

const DraftItem = z.object({
  key: z.string().openapi({ description: 'Number on the form' }),
  field: z.string().nullable(),
  label: z.string(),
  need: z.enum(['required', 'optional', 'open']),
  condition: z.string().nullable(),
  basis: z.enum(['T', 'S', 'unverified']),
  value: z.string().nullable(),
  estimate: z.boolean(),
  foreign: z.boolean().openapi({ description: 'Nobody wrote it in this language' }),
})

export const DutyDraft = z
  .object({
    filing: z.string(),
    status: z.enum(['draft for counsel', 'approved']),
    revision: z.int().min(0).openapi({ description: '0: as the facts read now, not kept yet' }),
    contentHash: z.string(),
    approvedBy: z.array(z.string()),
    title: z.string(),
    recipient: z.string(),
    privileged: z.string().nullable(),
    sections: z.array(z.object({ title: z.string(), items: z.array(DraftItem) })),
    findings: z.array(z.object({ problem: z.string(), key: z.string(), detail: z.string() })),
    text: z.string().openapi({ description: 'To copy into a portal, field by field' }),
  })
  .openapi('DutyDraft')
