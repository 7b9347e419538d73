import { createHmac } from 'node:crypto'

import { canonicalJson, type EntryDraft, type Json } from '../../../core/evidence/index.ts'
import type { Inquiry } from '../../../core/inquiries/index.ts'

/**
 * The chain of inquiries, apart from those of the cases: strangers write into it, and whoever reads a case must not have
 * to read through them. `anlauf evidence verify --case anlauf.inquiries`
 */
export const inquiryChain = 'anlauf.inquiries'

/** What the evidence learns of an inquiry: its reference, a hash that only its own key can repeat, closed words. */
export function inquiryEntry(
  inquiry: Pick<Inquiry, 'reference' | 'caseId'>,
  entry: {
    readonly kind: string
    readonly at: string
    readonly actor: string
    readonly data?: Readonly<Record<string, Json>>
  },
): EntryDraft {
  const { kind, at, actor, data = {} } = entry
  return {
    at,
    actor,
    action: kind === 'inquiry.received' ? 'acquire' : 'decide',
    kind,
    object: inquiry.reference,
    data: { ...data, ...(inquiry.caseId !== undefined && { case: inquiry.caseId }) },
  }
}

/**
 * Binds the words to the entry. Keyed, not plain: whoever holds the log alone cannot try out names or addresses, and
 * once the words and their key are deleted it says nothing of anybody.
 */
export function wordsHash({ words, secret }: Pick<Inquiry, 'words' | 'secret'>): string {
  return createHmac('sha256', Buffer.from(secret ?? '', 'hex'))
    .update(canonicalJson((words ?? {}) as unknown as Json))
    .digest('hex')
}
