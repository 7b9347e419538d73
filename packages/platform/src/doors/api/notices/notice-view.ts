import { z } from '@hono/zod-openapi'

import { mailStates } from '../../../core/deliveries/index.ts'
import { callOutcomes } from '../../../core/notices/index.ts'

const Time = z.string().openapi({ format: 'date-time' })
const Count = z.int().min(0)
const Words = z.object({ de: z.string(), en: z.string() })

export const NoticeRow = z
  .object({
    notice: z.string(),
    stage: z.enum(['in review', 'approved', 'sent']),
    duty: z.string().nullable().openapi({ description: 'The duty that its receipt meets' }),
    subject: Words,
    ackHours: z.number().openapi({ description: 'A person calls whoever was silent for so long' }),
    sentAt: Time.nullable(),
    approvedBy: z.array(z.string()),
    recipients: Count,
    proved: Count,
    underway: Count,
    calls: Count,
    tenantsWithoutProof: Count,
  })
  .openapi('NoticeRow')

export const CallTry = z
  .object({ outcome: z.enum(callOutcomes), caller: z.string(), calledAt: Time })
  .openapi('CallTry')

export const CallState = z
  .object({ because: z.string(), since: Time, tries: z.array(CallTry) })
  .openapi('CallState')

export const DeliveryRow = z
  .object({
    recipient: z.string().openapi({ example: 'nordwind/c-nordwind' }),
    tenant: z.string(),
    way: z.enum(['mail', 'call']),
    language: z.enum(['de', 'en']),
    sentAt: Time,
    standing: z.enum(['proved', 'underway', 'call']),
    mail: z
      .object({
        state: z.enum(mailStates),
        reason: z.string().nullable(),
        reply: z.string().nullable(),
        at: Time,
      })
      .nullable(),
    call: CallState.nullable(),
    receipt: z
      .object({ by: z.enum(['link', 'call', 'letter']), receivedAt: Time, proof: z.string() })
      .nullable(),
  })
  .openapi('DeliveryRow')
