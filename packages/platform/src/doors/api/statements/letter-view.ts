import { z } from '@hono/zod-openapi'

import type { Estate } from '../../../core/estate/index.ts'
import type { PrintedBlock } from '../../../core/printed-document.ts'
import { compareLetters, type StatementContent } from '../../../phases/comply/statements/index.ts'
import type { LetterText } from './letter-text.ts'

const Words = z.object({ de: z.string(), en: z.string() })
const Lines = z.object({ de: z.array(z.string()), en: z.array(z.string()) })

const Block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.int(), text: z.string() }),
  z.object({ kind: z.literal('text'), text: z.string(), isStrong: z.boolean() }),
  z.object({ kind: z.literal('list'), items: z.array(z.string()) }),
  z.object({ kind: z.literal('facts'), facts: z.array(z.tuple([z.string(), z.string()])) }),
  z.object({ kind: z.literal('table'), head: z.array(z.string()), rows: z.array(z.array(z.string())) }),
])

const SectionChange = z.object({ heading: z.string(), gone: z.array(z.string()), come: z.array(z.string()) })

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
    blocks: z
      .object({ de: z.array(Block), en: z.array(Block) })
      .openapi({ description: 'The same, as headings, texts and tables' }),
    particulars: Words.openapi({ description: 'What the customer copies into its own report' }),
    against: z
      .object({ revision: z.int(), de: z.array(SectionChange), en: z.array(SectionChange) })
      .nullable()
      .openapi({
        description: 'Section by section what is gone and what came against the revision that was told last',
      }),
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
  told?: StatementContent,
): z.infer<typeof LetterView> {
  const { tenant, revision, at, nextBy, title, changes } = content
  const compared = (language: 'de' | 'en') =>
    told === undefined
      ? []
      : compareLetters(told, content, language).map(({ heading, gone, come }) => ({
          heading,
          gone: [...gone],
          come: [...come],
        }))
  return {
    tenant,
    name: tenants.find(({ id }) => id === tenant)?.name ?? tenant,
    revision,
    contentHash,
    at,
    nextBy,
    title: { ...title },
    text: { ...text },
    blocks: { de: content.text.de.flatMap(blockView), en: content.text.en.flatMap(blockView) },
    against: told === undefined ? null : { revision: told.revision, de: compared('de'), en: compared('en') },
    particulars: { ...particulars },
    changes: { de: [...changes.de], en: [...changes.en] },
    findings: findings.map((one) => ({ ...one })),
  }
}

/** Codes belong to paper: a screen has none. */
function blockView(block: PrintedBlock): readonly z.infer<typeof Block>[] {
  switch (block.kind) {
    case 'heading':
      return [{ kind: 'heading', level: block.level, text: block.text }]
    case 'text':
      return [{ kind: 'text', text: block.text, isStrong: block.isStrong === true }]
    case 'list':
      return [{ kind: 'list', items: [...block.items] }]
    case 'facts':
      return [{ kind: 'facts', facts: block.facts.map(([name, value]) => [name, value]) }]
    case 'table':
      return [{ kind: 'table', head: [...block.head], rows: block.rows.map((row) => [...row]) }]
    case 'code':
      return []
  }
}
