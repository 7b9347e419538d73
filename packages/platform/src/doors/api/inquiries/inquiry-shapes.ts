import { z } from '@hono/zod-openapi'

import {
  extensionReasons,
  identityChecks,
  type Inquiry,
  type InquiryAnswer,
  inquiryChannels,
  inquiryClasses,
  inquiryStates,
  inquiryTopics,
  requestClockOf,
} from '../../../core/inquiries/index.ts'

const Time = z.string().openapi({ format: 'date-time' })

export const Reference = z
  .string()
  .regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$/)
  .openapi({ description: 'Number of an inquiry', example: '7K3M-9QXZ-T' })

export const InquiryShape = z
  .object({
    reference: Reference,
    caseId: z.string().optional(),
    undecided: z
      .boolean()
      .optional()
      .openapi({ description: 'It may be of an incident or of an exercise: a person says whose it is' }),
    channel: z.enum(inquiryChannels),
    class: z.enum(inquiryClasses),
    topic: z.enum(inquiryTopics),
    service: z.string().optional(),
    language: z.enum(['de', 'en']),
    state: z.enum(inquiryStates),
    receivedAt: Time,
    openedAt: Time.optional(),
    answerBy: Time.optional().openapi({ description: 'Until when an answer was promised' }),
    answeredAt: Time.optional(),
    answerId: z.string().optional(),
    closedAt: Time.optional(),
    identity: z.enum(identityChecks).optional().openapi({ description: 'How the person was recognised' }),
    extendedAt: Time.optional().openapi({ description: 'When a data subject was told that it takes longer' }),
    extendedBecause: z.enum(extensionReasons).optional(),
    law: z
      .object({
        state: z.enum(['running', 'approaching', 'missed', 'met', 'notApplicable']),
        due: Time,
        tellBy: Time.openapi({ description: 'Until when the person can be told that it takes longer' }),
        extended: z.boolean(),
        late: z.boolean(),
      })
      .optional()
      .openapi({
        description: 'The clock of Art. 12(3) GDPR, of data subjects’ requests; a draft for counsel',
      }),
    reopened: z.int(),
    breaches: z.int(),
    reminded: z.int(),
    words: z
      .object({
        name: z.string(),
        customer: z.string().optional(),
        email: z.string().optional(),
        phone: z.string().optional(),
        callTime: z.string().optional(),
        message: z.string(),
      })
      .optional()
      .openapi({ description: 'What the person wrote; absent once it was deleted' }),
  })
  .openapi('Inquiry')
export type InquiryShape = z.infer<typeof InquiryShape>

export const InquiryFiguresShape = z
  .object({
    received: z.int(),
    byClass: z.record(z.enum(inquiryClasses), z.int()),
    unconfirmed: z.int(),
    open: z.int(),
    overdue: z.int(),
    answered: z.int(),
    solved: z.int(),
    reopened: z.int(),
    breaches: z.int(),
    promises: z.int(),
    breachRate: z.number().optional(),
  })
  .openapi('InquiryFigures')
export type InquiryFiguresShape = z.infer<typeof InquiryFiguresShape>

export const InquiryClusterShape = z
  .object({
    service: z.string().optional(),
    topic: z.string(),
    references: z.array(Reference),
    typical: Reference.openapi({ description: 'The one that is most like all others' }),
    words: z.array(z.string()),
  })
  .openapi('InquiryCluster')
export type InquiryClusterShape = z.infer<typeof InquiryClusterShape>

export const InquiryAnswerShape = z
  .object({
    id: z.string(),
    title: z.string(),
    de: z.string(),
    en: z.string(),
    tenantSpecific: z.boolean(),
    hash: z.string(),
    writtenBy: z.string(),
    writtenAt: Time,
    approvedBy: z.string().optional(),
    approvedAt: Time.optional(),
  })
  .openapi('InquiryAnswer')
export type InquiryAnswerShape = z.infer<typeof InquiryAnswerShape>

/** What people of the desk see; never the key of the person's links. */
export function inquiryShape(inquiry: Inquiry, at: Parameters<typeof requestClockOf>[1]): InquiryShape {
  const { secret: _secret, ...shown } = inquiry
  const clock = requestClockOf(inquiry, at)
  if (clock === undefined) return shown
  const { state, due, first, isExtended, isLate } = clock
  const law = { state, due: due.toString(), tellBy: first.toString(), extended: isExtended, late: isLate }
  return { ...shown, law }
}

export function answerShape(answer: InquiryAnswer): InquiryAnswerShape {
  return answer
}
