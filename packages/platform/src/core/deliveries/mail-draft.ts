import { AnlaufError } from '../failure.ts'
import { mailAddress } from './mail-address.ts'
import type { MailClass } from './mail-class.ts'

/** One mail to one recipient. */
export interface MailDraft {
  /** Names message, recipient and channel; the same key is the same mail, for ever. No personal data: it is logged. */
  readonly key: string
  readonly class: MailClass
  /** The case it belongs to; classes A and B always have one. An exercise is known by it. */
  readonly case?: string
  readonly to: string
  /** Further addresses of the same person, tried in turn when a server refuses by policy. */
  readonly alternates?: readonly string[]
  readonly subject: string
  readonly text: string
  /** Of those that a caller may set: List-*, In-Reply-To, References, Reply-To, Auto-Submitted, X-Anlauf-*. */
  readonly headers?: Readonly<Record<string, string>>
  readonly attachments?: readonly MailPart[]
}

export interface MailPart {
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
}

/** Two letters of ten pages each; more, and mail servers begin to refuse. */
const maxPartBytes = 8 * 1024 * 1024
/** Characters of a subject. */
export const longestSubject = 200
const maxTextLength = 100_000

const settable =
  /^(?:List-[A-Za-z-]{1,40}|In-Reply-To|References|Reply-To|Auto-Submitted|X-Anlauf-[A-Za-z0-9-]{1,40})$/i

/** The draft with its addresses checked. Throws `input-invalid` for whatever could end a header line early. */
export function checkMail(draft: MailDraft): MailDraft {
  const { key, subject, text, headers = {}, attachments = [], alternates = [] } = draft
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,199}$/.test(key)) {
    throw unfit(`"${key.slice(0, 60)}" is no key of a mail`, 'Ids joined by ":", no address in it.')
  }
  if (draft.class !== 'C' && draft.case === undefined) {
    throw unfit('A mail of class A or B has no case', 'Name the case: an exercise is known by it.')
  }
  if (subject.trim() === '' || subject.length > longestSubject || hasControl(subject)) {
    throw unfit(
      'The subject is empty, too long or more than one line',
      `One line of at most ${longestSubject} characters.`,
    )
  }
  if (text.trim() === '' || text.length > maxTextLength || /(?![\t\n\r])\p{Cc}/u.test(text)) {
    throw unfit(
      'The text is empty, too long or has control characters',
      'Plain text of at most 100,000 characters.',
    )
  }
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value)
  for (const part of attachments) checkPart(part)
  const bytes = attachments.reduce((sum, { content }) => sum + content.length, 0)
  if (bytes > maxPartBytes)
    throw unfit('The attachments are larger than 8 MiB', 'Send a link or fewer of them.')
  return {
    ...draft,
    to: mailAddress(draft.to),
    alternates: alternates.map(mailAddress).filter((one) => one !== mailAddress(draft.to)),
  }
}

function checkHeader(name: string, value: string): void {
  if (!settable.test(name)) {
    throw unfit(
      `The header "${name.slice(0, 40)}" is not the caller's`,
      'Only List-*, In-Reply-To, References, Reply-To, Auto-Submitted, X-Anlauf-*.',
    )
  }
  if (value === '' || value.length > 900 || !/^[\x20-\x7e]*$/.test(value)) {
    throw unfit(
      `The value of "${name}" is empty, too long or not one line of ASCII`,
      'At most 900 characters.',
    )
  }
}

function checkPart({ name, type }: MailPart): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) || !/^[a-z]+\/[a-z0-9.+-]{1,80}$/.test(type)) {
    throw unfit(
      'An attachment has no plain name or type',
      'Letters, digits, ".", "-" and "_", as in "letter.pdf".',
    )
  }
}

function hasControl(text: string): boolean {
  return /[\p{Cc}\u2028\u2029\p{Bidi_Control}]/u.test(text)
}

function unfit(message: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', `${message}.`, { hint })
}
