import { parseKeywords } from './keyword-list.ts'
import { keywordLetters, parseMessageName } from './message-name.ts'
import { parseUidList, type UidRecord } from './uid-list.ts'

/** A mail's file as it lies in a Maildir. */
export interface ListedMessage {
  readonly folder: 'cur' | 'new'
  /** A byte string. */
  readonly name: string
  readonly size: number
  /** Why its beginning is no mail's; undefined when it may be one. */
  readonly headProblem: string | undefined
}

/** What lies in one Maildir. */
export interface MailboxContent {
  readonly mailbox: string
  readonly messages: readonly ListedMessage[]
  /** Text of the list of UIDs; null for one that is too large or cannot be read, undefined when there is none. */
  readonly uidList: string | null | undefined
  readonly keywords: string | undefined
  /** Names of the server's indexes. */
  readonly derived: readonly string[]
  /** Of `cur`, `new` and `tmp`. */
  readonly missingFolders: readonly string[]
}

export type MailFindingKind =
  | 'listUnreadable'
  | 'listLines'
  | 'uidTwice'
  | 'uidOrder'
  | 'mailListedTwice'
  | 'mailTwice'
  | 'sizeDiffers'
  | 'notAMail'
  | 'keywordUnnamed'
  | 'curMissing'
  | 'folderMissing'
  | 'listedAbsent'
  | 'unlisted'
  | 'indexPresent'

/** One kind of finding in one Maildir, with the first few names. */
export interface MailFinding {
  readonly kind: MailFindingKind
  /** False for what a running server leaves behind and mends by itself. */
  readonly isProblem: boolean
  readonly count: number
  readonly examples: readonly string[]
}

export interface MailboxCheck {
  readonly mailbox: string
  readonly mails: number
  readonly bytes: number
  readonly uidValidity: number | null
  readonly withUid: number
  readonly findings: readonly MailFinding[]
}

const maxExamples = 3
const notes: ReadonlySet<MailFindingKind> = new Set([
  'listedAbsent',
  'unlisted',
  'indexPresent',
  'folderMissing',
])

/**
 * What does not fit together in a Maildir: list of UIDs against mails, names against sizes, flags against keywords.
 * Pure; time grows with what lies there. Says nothing about bodies.
 */
export function checkMailbox(content: MailboxContent): MailboxCheck {
  const found = new Map<MailFindingKind, { count: number; examples: string[] }>()
  const note = (kind: MailFindingKind, example: string): void => {
    const entry = found.get(kind) ?? { count: 0, examples: [] }
    entry.count += 1
    if (entry.examples.length < maxExamples) entry.examples.push(example)
    found.set(kind, entry)
  }
  const bases = checkMessages(content, note)
  const { uidValidity, listed } = checkList(content.uidList, note)
  for (const base of listed) if (!bases.has(base)) note('listedAbsent', base)
  if (uidValidity !== null) for (const base of bases) if (!listed.has(base)) note('unlisted', base)
  for (const name of content.derived) note('indexPresent', name)
  for (const name of content.missingFolders) note(name === 'cur' ? 'curMissing' : 'folderMissing', name)
  return {
    mailbox: content.mailbox,
    mails: bases.size,
    bytes: content.messages.reduce((sum, { size }) => sum + size, 0),
    uidValidity,
    withUid: [...bases].filter((base) => listed.has(base)).length,
    findings: [...found].map(([kind, { count, examples }]) => ({
      kind,
      isProblem: !notes.has(kind),
      count,
      examples,
    })),
  }
}

type Note = (kind: MailFindingKind, example: string) => void

function checkMessages({ messages, keywords }: MailboxContent, note: Note): ReadonlySet<string> {
  const bases = new Set<string>()
  const named = parseKeywords(keywords ?? '')
  for (const { name, size, headProblem } of messages) {
    const parsed = parseMessageName(name)
    if (parsed === undefined) continue
    if (bases.has(parsed.base)) note('mailTwice', name)
    bases.add(parsed.base)
    if (parsed.size !== undefined && parsed.size !== size) note('sizeDiffers', name)
    if (headProblem !== undefined) note('notAMail', `${name} ${headProblem}`)
    if (keywordLetters(parsed.flags).some((letter) => !named.has(letter))) note('keywordUnnamed', name)
  }
  return bases
}

function checkList(
  text: MailboxContent['uidList'],
  note: Note,
): { uidValidity: number | null; listed: ReadonlySet<string> } {
  if (text === undefined) return { uidValidity: null, listed: new Set() }
  const parsed = text === null ? undefined : parseUidList(text)
  if (parsed === undefined) {
    note('listUnreadable', 'its first line is none of a list of UIDs')
    return { uidValidity: null, listed: new Set() }
  }
  for (const problem of parsed.problems) note('listLines', problem)
  return { uidValidity: parsed.list.uidValidity, listed: checkRecords(parsed.list.records, note) }
}

function checkRecords(records: readonly UidRecord[], note: Note): ReadonlySet<string> {
  const listed = new Set<string>()
  const uids = new Set<number>()
  let last = 0
  for (const { uid, base } of records) {
    if (uids.has(uid)) note('uidTwice', `${uid} ${base}`)
    else if (uid < last) note('uidOrder', `${uid} ${base}`)
    if (listed.has(base)) note('mailListedTwice', base)
    uids.add(uid)
    listed.add(base)
    last = Math.max(last, uid)
  }
  return listed
}
