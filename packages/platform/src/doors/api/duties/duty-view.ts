import { z } from '@hono/zod-openapi'

const Words = z.object({ de: z.string(), en: z.string() })
const Time = z.string().openapi({ format: 'date-time' })

const Submission = z.object({
  at: Time,
  reference: z.string().nullable(),
  receipt: z.string().openapi({ description: 'SHA-256 of the receipt' }),
  content: z.string().nullable().openapi({ description: 'Content hash of what was handed in' }),
  delayReason: z.string().nullable(),
})

export const DutyRow = z
  .object({
    duty: z.string().openapi({ example: 'bsig-32-1-1' }),
    row: z.string().openapi({ description: 'Row of the duty table, L1 to L30' }),
    norm: z.string(),
    title: Words,
    recipient: Words,
    applies: z.enum(['yes', 'unknown', 'no']).openapi({ description: 'unknown: the legal profile does not say, so it runs' }),
    why: Words,
    state: z.enum(['missed', 'approaching', 'running', 'waiting', 'met', 'notApplicable', 'noClock']),
    due: Time.nullable(),
    dueBy: z.enum(['law', 'contract', 'authority', 'target']).nullable(),
    stage: z
      .enum(['none', 'drafted', 'outdated', 'approved', 'submitted', 'nothing-written', 'kept-apart'])
      .openapi({
        description:
          'How far the document is; outdated: the facts went on since; kept-apart: not for you, whether there is one or not',
      }),
    approve: z.array(z.string()).openapi({ description: 'Roles that sign it off, two people with two keys' }),
    missing: z.array(z.string()).openapi({ description: 'Required fields of the fact sheet that nobody answered' }),
    undecided: z.array(z.string()).openapi({ description: 'Required only under a condition that the facts do not tell' }),
    tenants: z.int().min(0).openapi({ description: 'How many tenants stand alike in this row; 0 for a duty of the house' }),
    someTenants: z.array(z.string()).openapi({ description: 'The first of them' }),
    groups: z.array(z.string()).openapi({ description: 'Of a letter: groups of persons, one document each' }),
    readable: z.boolean().openapi({ description: 'You may read its documents' }),
    submissions: z.array(Submission).openapi({ description: 'What was handed in, of a duty of the house' }),
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

const ShortItem = z.object({ key: z.string(), field: z.string().nullable(), label: z.string() })
const Change = z.object({
  key: z.string(),
  label: z.string(),
  kind: z.enum(['added', 'changed', 'removed']),
  was: z.string().nullable(),
  now: z.string().nullable(),
})

export const DutyDraft = z
  .object({
    filing: z.string(),
    status: z.enum(['draft for counsel', 'approved']),
    revision: z.int().min(0).openapi({ description: '0: as the facts read now, not kept yet' }),
    contentHash: z.string(),
    revisions: z
      .array(z.object({ revision: z.int(), contentHash: z.string(), isApproved: z.boolean() }))
      .openapi({ description: 'Every kept one, oldest first: any of them may have been handed in' }),
    approvedBy: z.array(z.string()),
    approvals: z.array(
      z.object({
        person: z.string(),
        role: z.string(),
        incomplete: z
          .string()
          .nullable()
          .openapi({ description: 'Signed in spite of missing answers, because' }),
      }),
    ),
    takes: z
      .array(z.string())
      .openapi({ description: 'A person of each role; of one role, a second person of any' }),
    request: z
      .string()
      .nullable()
      .openapi({ description: 'The open request for signatures on this content' }),
    applies: z.enum(['yes', 'unknown', 'no']),
    why: Words.nullable(),
    missing: z.array(ShortItem),
    undecided: z.array(ShortItem.extend({ condition: z.string() })),
    changes: z
      .object({ since: z.int(), items: z.array(Change) })
      .nullable()
      .openapi({
        description: 'Against the revision before; of one that is not kept, against the last kept one',
      }),
    sinceSubmission: z
      .object({ at: Time, reference: z.string().nullable(), items: z.array(Change) })
      .nullable()
      .openapi({ description: 'Against what the recipient holds, in this language' }),
    title: z.string(),
    recipient: z.string(),
    privileged: z.string().nullable(),
    sections: z.array(z.object({ title: z.string(), items: z.array(DraftItem) })),
    findings: z.array(z.object({ problem: z.string(), key: z.string(), detail: z.string() })),
    text: z.string().openapi({ description: 'To copy into a portal, field by field' }),
  })
  .openapi('DutyDraft')
