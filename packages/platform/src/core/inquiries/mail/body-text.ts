import { type MailHeaders, quotedPrintable, splitHead, textOf } from './header-lines.ts'

/** Parts inside parts, and parts in all: mails of people have five. */
const maxDepth = 8
const maxParts = 100
/** Bytes of a part that are read; a message shows 5,000 characters. */
const maxPartBytes = 256 * 1024

/** What a mail says: its plain text, else the text of its HTML, else nothing. Bounded in depth, parts and bytes. */
export function bodyText(headers: MailHeaders, body: Buffer): string {
  const found = { plain: '', html: '', parts: 0 }
  walk(headers, body, 0, found)
  return found.plain !== '' ? found.plain : withoutTags(found.html)
}

function walk(
  headers: MailHeaders,
  body: Buffer,
  depth: number,
  found: { plain: string; html: string; parts: number },
): void {
  found.parts += 1
  if (depth > maxDepth || found.parts > maxParts) return
  const type = headers.get('content-type')?.[0] ?? 'text/plain'
  const kind = type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (kind.startsWith('multipart/')) {
    for (const part of partsOf(body, parameter(type, 'boundary'))) {
      const inner = splitHead(part)
      walk(inner.headers, inner.body, depth + 1, found)
    }
    return
  }
  const isAttached = /^\s*attachment\b/i.test(headers.get('content-disposition')?.[0] ?? '')
  if (isAttached || (kind !== 'text/plain' && kind !== 'text/html')) return
  const text = textOf(decoded(headers, body.subarray(0, maxPartBytes)), parameter(type, 'charset'))
  if (kind === 'text/plain') found.plain ||= text.trim()
  else found.html ||= text
}

function partsOf(body: Buffer, boundary: string | undefined): readonly Buffer[] {
  if (boundary === undefined || boundary === '' || boundary.length > 200) return []
  const parts: Buffer[] = []
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  let start = -1
  for (
    let at = body.indexOf(mark);
    at !== -1 && parts.length < maxParts;
    at = body.indexOf(mark, at + mark.length)
  ) {
    if (at !== 0 && body[at - 1] !== 0x0a) continue
    if (start !== -1) parts.push(body.subarray(start, at))
    const line = body.indexOf('\n', at)
    if (line === -1 || body.subarray(at + mark.length, at + mark.length + 2).toString('latin1') === '--')
      return parts
    start = line + 1
  }
  if (start !== -1) parts.push(body.subarray(start))
  return parts
}

function decoded(headers: MailHeaders, body: Buffer): Uint8Array {
  const encoding = headers.get('content-transfer-encoding')?.[0]?.trim().toLowerCase()
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64')
  if (encoding === 'quoted-printable') return quotedPrintable(body.toString('latin1'))
  return body
}

function parameter(type: string, name: string): string | undefined {
  const [, quoted, plain] =
    new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]{0,200})"|([^\\s;"]{1,200}))`, 'i').exec(type) ?? []
  return quoted ?? plain
}

/**
 * Text between tags, in one pass. It is shown as text again, so nothing here has to be safe, only readable; patterns that
 * go back and forth took 15 s for a mail of nothing but "<".
 */
function withoutTags(html: string): string {
  const small = html.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
  const kept: string[] = []
  for (let at = 0; ;) {
    const opens = html.indexOf('<', at)
    kept.push(html.slice(at, opens === -1 ? undefined : opens))
    const closes = opens === -1 ? -1 : html.indexOf('>', opens)
    if (closes === -1) break
    const [name = ''] = /^\/?[a-z0-9]*/.exec(small.slice(opens + 1, opens + 12)) ?? []
    const isUnseen = name === 'style' || name === 'script' || name === 'head'
    const end = isUnseen ? small.indexOf(`</${name}`, closes) : opens
    if (end === -1) break
    kept.push(/^(?:br|\/p|\/div|\/tr|\/li)$/.test(name) ? '\n' : ' ')
    at = isUnseen ? Math.max(end, html.indexOf('>', end)) + 1 : closes + 1
  }
  return kept
    .join('')
    .replaceAll(
      /&(nbsp|amp|lt|gt|quot|#39|auml|ouml|uuml|Auml|Ouml|Uuml|szlig);/g,
      (all, name: string) => entities[name] ?? all,
    )
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .join('\n')
    .trim()
}

const entities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
}
