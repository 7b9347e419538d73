import { z } from '@hono/zod-openapi'

import type { Estate } from '../../../core/estate/index.ts'
import type { LetterText } from './letter-text.ts'

const Words = z.object({ de: z.string(), en: z.string() })
const Lines = z.object({ de: z.array(z.string()), en: z.array(z.string()) })

export const LetterView = z
  .object({
    tenant: z.string(),
    name: z.string(),
    revision: z.int(),
    contentHash: z.string(),
    at: z.string(),
    nextBy: z.string(),
    title: Words,
    text: Words.openapi({ description: 'All of the letter' }),
    particulars: Words.openapi({ description: 'What the customer copies into its own report' }),
    changes: Lines.openapi({ description: 'Against the revision that the customer was told last' }),
    findings: z.array(
      z.object({
        severity: z.enum(['error', 'warning']),
        kind: z.string(),
        message: z.string(),
        german: z.string(),
      }),
    ),
  })
  .openapi('Letter')

export const LettersToRead = z
  .object({
    letters: z.int(),
    wordings: z.int(),
    toRead: z
      .array(
        z.object({ tenant: z.string(), why: z.enum(['wording', 'marked', 'drawn']), isRead: z.boolean() }),
      )
      .openapi({ description: 'Opened before the own yes counts; another sample for each role' }),
    unread: z.int(),
  })
  .openapi('LettersToRead')

/** A letter for a screen, both languages. */
export function letterView(
  { content, text, particulars, findings }: LetterText,
  contentHash: string,
  { tenants }: Pick<Estate, 'tenants'>,
): z.infer<typeof LetterView> {
  const { tenant, revision, at, nextBy, title, changes } = content
  return {
    tenant,
    name: tenants.find(({ id }) => id === tenant)?.name ?? tenant,
    revision,
    contentHash,
    at,
    nextBy,
    title: { ...title },
    text: { ...text },
    particulars: { ...particulars },
    changes: { de: [...changes.de], en: [...changes.en] },
    findings: findings.map((one) => ({ ...one })),
  }
}
