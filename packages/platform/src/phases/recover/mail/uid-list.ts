/** One mail of a list: its number for clients, the base name of its file, and what the server noted of it. */
export interface UidRecord {
  readonly uid: number
  readonly base: string
  /** Dovecot's fields as they stand: a letter and a value each (`P` POP3 id, `W` size on the wire, …). */
  readonly fields: readonly string[]
}

/**
 * Which mail of a folder has which UID (RFC 3501, 2.3.1.1): Dovecot's `dovecot-uidlist` of version 3, or version 1,
 * which Courier's `courierimapuiddb` shares.
 */
export interface UidList {
  readonly version: 1 | 3
  /** While it stays, clients keep what they have; when it changes, they fetch everything again. */
  readonly uidValidity: number
  /** As the header says; a list that was appended to has higher numbers. */
  readonly nextUid: number
  /** Rest of the header, Dovecot's `G<id of the folder>` for one. */
  readonly headerFields: readonly string[]
  readonly records: readonly UidRecord[]
}

export interface ParsedUidList {
  readonly list: UidList
  /** Lines that are no records; at most `maxProblems`, `unreadable` counts all. */
  readonly problems: readonly string[]
  readonly unreadable: number
}

/** A mail takes about 60 bytes of the list: more than a million mails in one folder. */
export const maxListBytes = 64 * 1024 * 1024
export const maxUid = 2 ** 32 - 1
const maxProblems = 20
/** A name of 255 bytes, a UID and fields; POP3 ids are at most 70 characters (RFC 1939). */
const maxLineLength = 2048

/**
 * Reads a list and believes none of it: undefined when the header is no header, otherwise every line that is a record.
 * `text` is a byte string. Time and memory grow with its length only.
 */
export function parseUidList(text: string): ParsedUidList | undefined {
  if (text.length > maxListBytes) return undefined
  const headerEnd = text.indexOf('\n')
  const header = parseHeader(headerEnd < 0 ? text.slice(0, maxLineLength) : text.slice(0, headerEnd))
  if (header === undefined) return undefined
  const records: UidRecord[] = []
  const problems: string[] = []
  let unreadable = 0
  let lineNumber = 1
  for (let at = headerEnd < 0 ? text.length : headerEnd + 1; at < text.length;) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? text.length : end)
    at = end < 0 ? text.length : end + 1
    lineNumber += 1
    // A line that was cut short is none: its name may be the beginning of another one.
    const record = end < 0 ? undefined : parseRecord(line, header.version)
    if (record !== undefined) records.push(record)
    else {
      unreadable += 1
      if (problems.length < maxProblems) problems.push(`line ${lineNumber} is no record`)
    }
  }
  return { list: { ...header, records }, problems, unreadable }
}

/** The list as its server reads it, ending with a line feed. */
export function printUidList(list: UidList): string {
  const { version, uidValidity, nextUid, headerFields, records } = list
  const header =
    version === 1
      ? ['1', uidValidity, nextUid, ...headerFields]
      : ['3', `V${uidValidity}`, `N${nextUid}`, ...headerFields]
  const lines = records.map(({ uid, base, fields }) =>
    version === 1 ? `${uid} ${base}` : [uid, ...fields, `:${base}`].join(' '),
  )
  return `${[header.join(' '), ...lines].join('\n')}\n`
}

/** The next UID that no mail of the list has, whatever the header says. */
export function freeUid({ nextUid, records }: UidList): number {
  return records.reduce((next, { uid }) => Math.max(next, uid + 1), nextUid)
}

function parseHeader(line: string): Omit<UidList, 'records'> | undefined {
  if (line.length > maxLineLength) return undefined
  const [version, ...fields] = line.split(' ')
  if (version === '1') {
    const [validity, next, ...headerFields] = fields
    return checked(1, validity, next, headerFields)
  }
  if (version !== '3') return undefined
  const valueOf = (letter: string): string | undefined =>
    fields.find((field) => field.startsWith(letter))?.slice(1)
  const rest = fields.filter((field) => !/^[VN]/.test(field) && isField(field))
  return checked(3, valueOf('V'), valueOf('N'), rest)
}

function checked(
  version: 1 | 3,
  validity: string | undefined,
  next: string | undefined,
  headerFields: readonly string[],
): Omit<UidList, 'records'> | undefined {
  const [uidValidity, nextUid] = [uidOf(validity), uidOf(next)]
  if (uidValidity === undefined || nextUid === undefined) return undefined
  return { version, uidValidity, nextUid, headerFields: headerFields.filter(isField) }
}

function parseRecord(line: string, version: 1 | 3): UidRecord | undefined {
  if (line.length > maxLineLength) return undefined
  const space = line.indexOf(' ')
  const uid = space < 0 ? undefined : uidOf(line.slice(0, space))
  if (uid === undefined) return undefined
  let rest = line.slice(space + 1)
  const fields: string[] = []
  if (version === 3) {
    while (!rest.startsWith(':')) {
      const end = rest.indexOf(' ')
      const field = end < 0 ? rest : rest.slice(0, end)
      if (end < 0 || !isField(field)) return undefined
      fields.push(field)
      rest = rest.slice(end + 1)
    }
    rest = rest.slice(1)
  }
  const base = rest.split(':', 1)[0] ?? ''
  return base === '' || /[\0\r/]/.test(base) ? undefined : { uid, base, fields }
}

function isField(field: string): boolean {
  return /^[A-Za-z][\x21-\x7e]{0,200}$/.test(field)
}

/** UIDs and UIDVALIDITY are from 1 to 2³² − 1. */
function uidOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined
  const value = Number(text)
  return value >= 1 && value <= maxUid ? value : undefined
}
