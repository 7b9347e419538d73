import { hash } from 'node:crypto'

import { AnlaufError } from '../failure.ts'
import type { GivenAnswer } from './inquiry-decision.ts'

/** What is said to people, written once in both languages. Times are ISO 8601 in UTC. */
export interface InquiryAnswer {
  readonly id: string
  readonly title: string
  readonly de: string
  readonly en: string
  /** Says something that concerns one customer only: nobody gets it unrecognised. */
  readonly tenantSpecific: boolean
  readonly hash: string
  readonly writtenBy: string
  readonly writtenAt: string
  readonly approvedBy?: string
  readonly approvedAt?: string
}

export type AnswerDraft = Pick<InquiryAnswer, 'id' | 'title' | 'de' | 'en' | 'tenantSpecific'>

/** Longest text of an answer; a page and a half. */
const longestText = 8000

/** The draft as it is stored, its hash over all that is said. Throws `input-invalid`. */
export function writtenAnswer(
  draft: AnswerDraft,
  by: { readonly person: string; readonly at: string },
): InquiryAnswer {
  const { id, title, de, en, tenantSpecific } = draft
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) {
    throw unfit(
      `"${id.slice(0, 80)}" is no id of an answer`,
      'Use small letters, digits and "-", for instance mail-back.',
    )
  }
  if (title.trim() === '' || title.length > 200)
    throw unfit('The title is empty or too long', 'At most 200 characters.')
  for (const text of [de, en]) {
    if (text.trim() === '' || text.length > longestText || /(?![\t\n\r])\p{Cc}/u.test(text)) {
      throw unfit(
        'A text is empty, too long or has control characters',
        `Both languages, at most ${longestText} characters each.`,
      )
    }
  }
  const said = JSON.stringify([id, title, de, en, tenantSpecific])
  return { ...draft, hash: hash('sha256', said, 'hex'), writtenBy: by.person, writtenAt: by.at }
}

/** Approved by somebody else, exactly as it was read. Throws `not-permitted`, `case-moved-on`. */
export function approvedAnswer(
  answer: InquiryAnswer,
  by: { readonly person: string; readonly at: string; readonly hash: string },
): InquiryAnswer {
  if (by.person === answer.writtenBy) {
    throw new AnlaufError('not-permitted', `${by.person} wrote "${answer.id}" and cannot approve it.`, {
      hint: 'A second person reads it and approves it in the own name.',
    })
  }
  if (by.hash !== answer.hash) {
    throw new AnlaufError('case-moved-on', `"${answer.id}" was changed since it was read.`, {
      hint: 'Read it as it is now, then approve that.',
    })
  }
  return { ...answer, approvedBy: by.person, approvedAt: by.at }
}

export function given({ id, hash: said, approvedBy, tenantSpecific }: InquiryAnswer): GivenAnswer {
  return { id, hash: said, approved: approvedBy !== undefined, tenantSpecific }
}

function unfit(message: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', `${message}.`, { hint })
}
