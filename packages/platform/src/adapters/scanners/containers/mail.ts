import { nameOf } from './member-place.ts'
import type { Opener } from './opener.ts'
import type { Collector } from './scratch.ts'
import { piecesOf, type Source } from './source.ts'
import { decodeBase64, decodeQuotedPrintable } from './transfer-encodings.ts'

/** Longer lines are taken in pieces: base64 without line breaks is one line. */
const maxLine = 64 * 1024
/** Boundaries that one mailbox may declare and still be followed; afterwards any line with two dashes ends a part. */
const maxBoundaries = 10_000

/** How far a mailbox is searched for the first encoded part before it is taken apart anyway. */
const searched = 64 * 1024 * 1024

const mailHeader =
  /^(?:from|received|mime-version|content-type|message-id|return-path|delivered-to|to|subject|content-transfer-encoding):|^from \S+/im

/**
 * True when header lines of a mail (RFC 5322) stand near the start, also behind what mail stores put there, and
 * some part is encoded: parts that are not stand in the mail as they are, and are judged with it.
 */
export function isMail(source: Source): boolean {
  if (!mailHeader.test(source.read(0, 4096).toString('latin1'))) return false
  for (const piece of piecesOf(source, 0, Math.min(source.size, searched))) {
    if (/base64|quoted-printable/i.test(piece.toString('latin1'))) return true
  }
  return source.size > searched
}

type Decoder = (line: string) => Buffer
type State = 'header' | 'body'

/**
 * Mails and mailboxes of any size, line by line: the parts in base64 and quoted-printable (RFC 2045, 6.7 and 6.8).
 * A part begins wherever a line names an encoding, whatever the structure around it claims, and ends at a boundary,
 * at the next mail of the mailbox or with the file.
 */
export const openMail: Opener = async function* (source, { budget, scratch }) {
  const boundaries = new Set<string>()
  let state: State = 'header'
  let encoding: 'base64' | 'quoted-printable' | undefined
  let decode: Decoder | undefined
  let collector: Collector | undefined
  let header = ''
  let name: string | undefined
  using _open = { [Symbol.dispose]: () => collector?.[Symbol.dispose]() }

  const endPart = () => {
    const part = collector
    collector = undefined
    decode = undefined
    return part !== undefined && part.size > 0 ? part.finish() : undefined
  }
  for (const line of linesOf(source)) {
    const names = encodingNamed(state === 'header' ? header + line : line)
    const isEnd = state === 'body' && endsPart(line, boundaries, encoding)
    if (state === 'body' && (isEnd || names !== undefined)) {
      const content = endPart()
      if (content !== undefined) yield { content, name }
      ;[state, encoding, header, name] = ['header', undefined, '', undefined]
    }
    if (state === 'header') {
      encoding = names ?? encoding
      header = (header + line).slice(-2048)
      const boundary = /boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/i.exec(header)
      if (boundary !== null && boundaries.size < maxBoundaries)
        boundaries.add(boundary[1] ?? boundary[2] ?? '')
      name = fileNamed(header) ?? name
      if (line.trim() !== '') continue
      ;[state, header] = ['body', '']
      if (encoding === undefined) continue
      budget.spendMember()
      collector = scratch.collect(budget)
      decode = encoding === 'base64' ? decodeBase64() : decodeQuotedPrintable
      continue
    }
    if (decode !== undefined) collector?.write(decode(line))
  }
  const content = endPart()
  if (content !== undefined) yield { content, name }
}

/** The name of an attachment as its header has it, encoded words and all. */
function fileNamed(header: string): string | undefined {
  const found = /[\s;](?:file)?name\*?0?\*?\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/i.exec(header)
  const name = found?.[1] ?? found?.[2]
  return name === undefined ? undefined : nameOf(Buffer.from(name, 'latin1'))
}

function encodingNamed(text: string): 'base64' | 'quoted-printable' | undefined {
  const found = /(?:^|\n)content-transfer-encoding\s*:\s*(?:\([^)]*\)\s*)?"?(base64|quoted-printable)/i.exec(
    text,
  )?.[1]
  return found?.toLowerCase() as 'base64' | 'quoted-printable' | undefined
}

function endsPart(line: string, boundaries: ReadonlySet<string>, encoding: string | undefined): boolean {
  if (line.startsWith('From ')) return true
  if (!line.startsWith('--')) return false
  // Two dashes are no base64: whatever the boundary is called, the part is over.
  if (encoding === 'base64' || boundaries.size >= maxBoundaries) return true
  const name = line.slice(2).trimEnd()
  return boundaries.has(name) || (name.endsWith('--') && boundaries.has(name.slice(0, -2)))
}

/** Lines with their line breaks; longer ones in pieces. */
function* linesOf(source: Source): Generator<string> {
  let rest = ''
  for (const piece of piecesOf(source)) {
    const text = rest + piece.toString('latin1')
    let at = 0
    for (;;) {
      const end = text.indexOf('\n', at)
      const stop = end < 0 || end - at > maxLine ? at + maxLine : end + 1
      if (end < 0 && text.length - at <= maxLine) break
      yield text.slice(at, stop)
      at = stop
    }
    rest = text.slice(at)
  }
  if (rest !== '') yield rest
}
