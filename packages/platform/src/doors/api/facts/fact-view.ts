import { z } from '@hono/zod-openapi'

import { confidences } from '../../../core/facts/index.ts'

const Words = z.object({ de: z.string(), en: z.string() })
const Time = z.string().openapi({ format: 'date-time' })

const Answer = z.object({
  id: z
    .string()
    .nullable()
    .openapi({ description: 'Of a fact that somebody stated; null of what the program knows' }),
  value: Words.openapi({ description: 'As people read it' }),
  source: z.string(),
  confidence: z.enum(confidences),
  asOf: Time,
  estimate: z.boolean(),
  evidence: z.array(z.string()),
  person: z.string().nullable(),
  keyRevoked: z.boolean(),
})

export const FactField = z
  .object({
    field: z.string().openapi({ example: 'incident.malicious' }),
    title: Words,
    kind: z.enum(['text', 'line', 'count', 'time', 'minutes', 'percent', 'money', 'yesNo', 'choice', 'choices', 'list']),
    group: z.string(),
    options: z.array(z.object({ id: z.string(), title: Words })),
    hint: Words.nullable(),
    from: z.enum(['people', 'engine', 'estate']).openapi({ description: 'Who knows it; only what people know is stated' }),
    scope: z.boolean().openapi({ description: 'It is asked for this scope' }),
    roles: z.array(z.string()).openapi({ description: 'Who may say what is so' }),
    answer: Answer.nullable().openapi({ description: 'What holds now' }),
    stated: z.int().openapi({ description: 'How often people answered it in this scope' }),
    request: z.string().nullable().openapi({ description: 'An open request to sign an answer' }),
  })
  .openapi('FactField') // prettier-ignore

export const FactSheetView = z
  .object({
    case: z.string(),
    scope: z.string(),
    version: z.int(),
    hash: z.string().openapi({ description: 'SHA-256 over the answers that hold' }),
    fields: z.array(FactField),
    tenants: z.array(z.string()).openapi({ description: 'Further scopes: tenant:ID' }),
  })
  .openapi('FactSheet')

export const FactHistory = z
  .object({
    field: z.string(),
    facts: z.array(
      Answer.extend({
        statedAt: Time,
        role: z.string(),
        passkey: z.boolean(),
        fate: z.enum(['holds', 'older', 'replaced', 'taken-back']),
        why: z.string().nullable().openapi({ description: 'Of one that was taken back' }),
      }),
    ),
  })
  .openapi('FactHistory')
