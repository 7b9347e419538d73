import { plainText } from '../../updates/index.ts'
import { emailAddress } from '../email-address.ts'
import { longest } from '../submission.ts'
import { bodyText } from './body-text.ts'
import { decodedWords, type MailHeaders, splitHead } from './header-lines.ts'

/** What we need to know of a mail that came into the mailbox. */
export interface ReadMail {
  /** Who can be answered; absent where no such address stands in it. */
  readonly from?: string
  readonly name: string
  /** Subject and text, cut to what an inquiry may have; the raw mail is kept whole. */
  readonly message: string
  readonly messageId?: string
  /** A person wrote it, as far as can be told: only then may a short reply go out. */
  readonly isByPerson: boolean
  readonly language: 'de' | 'en'
}

/** Larger ones are refused: a question has no attachments of that size. */
export const maxMailBytes = 10 * 1024 * 1024

/**
 * Reads a mail, whoever made it: never throws, bounded in everything. `own` are addresses that we write from: a mail of
 * ours that comes back is no person's.
 */
export function readMail(raw: Uint8Array, { own = [] }: { readonly own?: readonly string[] } = {}): ReadMail {
  const { headers, body } = splitHead(
    Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, maxMailBytes)),
  )
  const sender = headers.get('reply-to')?.[0] ?? headers.get('from')?.[0] ?? ''
  const from = addressIn(sender)
  const text = oneText(bodyText(headers, body))
  const subject = oneLine(decodedWords(headers.get('subject')?.[0] ?? ''))
  const message = (subject === '' ? text : `${subject}\n\n${text}`).slice(0, longest.message)
  const [messageId] = /<[^<>\s\p{Cc}\p{Cs}]{1,250}>/u.exec(headers.get('message-id')?.[0] ?? '') ?? []
  return {
    name: nameIn(headers.get('from')?.[0] ?? '') || from || '–',
    message: message.toWellFormed(),
    isByPerson: from !== undefined && !own.includes(from) && !isAutomatic(headers, from),
    language: languageOf(message),
    ...(from !== undefined && { from }),
    ...(messageId !== undefined && { messageId }),
  }
}

/**
 * RFC 3834: no answer to programs, lists, bounces and whoever asks for none. In doubt it is automatic: a person who gets
 * no short reply has lost nothing, two programs that answer each other fill a mailbox.
 */
function isAutomatic(headers: MailHeaders, from: string): boolean {
  const first = (name: string): string => (headers.get(name)?.[0] ?? '').toLowerCase()
  if (first('auto-submitted') !== '' && !/^no\b/.test(first('auto-submitted'))) return true
  if (
    [...headers.keys()].some(
      (name) => name.startsWith('list-') || name === 'x-loop' || name.startsWith('x-anlauf-'),
    )
  )
    return true
  if (/\b(?:bulk|junk|list|auto_reply)\b/.test(first('precedence'))) return true
  if (headers.has('x-auto-response-suppress') || headers.has('x-autoreply') || headers.has('x-autorespond'))
    return true
  if (first('return-path').replaceAll(/\s/g, '') === '<>') return true
  if (/^multipart\/report\b/.test(first('content-type'))) return true
  return /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|.*-(?:request|owner|bounces?)|owner-.*)(?:\+.*)?@/i.test(
    from,
  )
}

function addressIn(header: string): string | undefined {
  const [, angled] = /<([^<>\s]{3,254})>/.exec(header) ?? []
  const [plain] = /[^\s<>,;"()]{1,64}@[^\s<>,;"()]{1,190}/.exec(header) ?? []
  return emailAddress(angled ?? plain ?? '')
}

function nameIn(header: string): string {
  const before = header
    .replace(/<[^]*$/, '')
    .trim()
    .replace(/^"(.*)"$/, '$1')
  return before.includes('@') ? '' : oneLine(decodedWords(before)).slice(0, longest.name)
}

function oneLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ').trim().slice(0, 200)
}

/** Without what was quoted of earlier mails: only the new words are asked. */
function oneText(text: string): string {
  const lines = plainText(text).replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')
  const kept = lines
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
  return kept === '' ? lines.join('\n').trim() : kept
}

function languageOf(text: string): 'de' | 'en' {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const count = (known: ReadonlySet<string>): number => words.filter((word) => known.has(word)).length
  return count(english) > count(german) ? 'en' : 'de'
}

const german = new Set(
  'der die das und ist nicht wir ich sie ihre unsere wann wie mit bitte für auf ein eine zu'.split(' '),
)
const english = new Set(
  'the and is not we you your our when how with please for on a an to are will of'.split(' '),
)
