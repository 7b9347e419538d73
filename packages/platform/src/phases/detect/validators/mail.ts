import { histogramOf, uniformityZ } from '../signals/chi-square.ts'
import type { ContentType } from './content-type.ts'
import { asBuffer, broken, type Validity } from './validity.ts'

/** Parts of one mail, or of one mailbox, that are unpacked; their bytes together. */
const maxParts = 2_000
const maxBytes = 64 * 1024 * 1024
/** A header block of a part is short. */
const maxHeader = 16 * 1024
/** Fewer bytes cannot be told from structured ones by counting. */
const leastBytes = 1024
const uniformZ = 4.5

/** Kinds that mail programs write for what they attach. */
const kinds: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/gif': 'gif',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/gzip': 'gzip',
}

const encoding = /^content-transfer-encoding:[ \t]*base64\b/gim

/**
 * Attachments of a mail or a mailbox (RFC 2045, 6.8): a part in base64 that promises a known kind by its name or its type,
 * and is random bytes that begin as nothing known, was encrypted inside the mail. Undefined when there is none. Parts that
 * are cut off or of another kind are daily life and not judged.
 */
export function brokenAttachment(
  bytes: Uint8Array,
  types: {
    readonly promisedBy: (name: string) => ContentType | undefined
    readonly found: (bytes: Uint8Array) => ContentType | undefined
  },
): Validity | undefined {
  const buffer = asBuffer(bytes).subarray(0, maxBytes)
  // Hardly any text is a mail, and this is found quickly.
  if (!buffer.includes('base64')) return undefined
  const mail = buffer.toString('latin1')
  let parts = 0
  for (const { index } of mail.matchAll(encoding)) {
    parts += 1
    if (parts > maxParts) return undefined
    const part = partAround(mail, index)
    const promised = part === undefined ? undefined : promisedBy(part.header, types.promisedBy)
    if (part === undefined || promised === undefined) continue
    const content = Buffer.from(part.body, 'base64')
    if (content.length < leastBytes) continue
    if (types.found(content) === undefined && Math.abs(uniformityZ(histogramOf(content))) < uniformZ)
      return broken(part.start, `an attachment promises ${promised.name} and is random bytes`)
  }
  return undefined
}

/** The header block that this line stands in, and the lines of base64 behind it. */
function partAround(mail: string, at: number): { header: string; body: string; start: number } | undefined {
  const end = /\r?\n\r?\n/g
  end.lastIndex = at
  const blank = end.exec(mail)
  if (blank === null || blank.index - at > maxHeader) return undefined
  const before = mail.slice(Math.max(0, at - maxHeader), at)
  const begin = Math.max(before.lastIndexOf('\n\n'), before.lastIndexOf('\n\r\n'), before.lastIndexOf('\n--'))
  const start = blank.index + blank[0].length
  const stop = /\r?\n(?:--|\r?\n|From )/g
  stop.lastIndex = start
  const body = mail.slice(start, stop.exec(mail)?.index ?? mail.length)
  return /^[\w+/=\s]*$/.test(body)
    ? { header: before.slice(begin + 1) + mail.slice(at, blank.index), body, start }
    : undefined
}

function promisedBy(
  header: string,
  promised: (name: string) => ContentType | undefined,
): ContentType | undefined {
  const name = /(?:file)?name="?([^"\r\n;]+)/i.exec(header)?.[1]
  const kind = /^content-type:[ \t]*([\w.+/-]+)/im.exec(header)?.[1]?.toLowerCase()
  const type = promised(name ?? '') ?? promised(`part.${kinds[kind ?? ''] ?? ''}`)
  // Text in base64 has an alphabet of its own choice, and sealed kinds promise nothing.
  return type?.magic === undefined || type.content === 'sealed' ? undefined : type
}
