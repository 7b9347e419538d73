/** A header of a mail by its name in small letters; several lines of one name in their order. */
export type MailHeaders = ReadonlyMap<string, readonly string[]>

/** Larger heads belong to no mail that a person wrote; the rest of one is not read. */
const maxHeadBytes = 64 * 1024
const maxHeaders = 500

/** Splits bytes into header lines, unfolded, and the body. Never throws; what is no header is passed over. */
export function splitHead(part: Buffer): { readonly headers: MailHeaders; readonly body: Buffer } {
  const [end, length] = headEnd(part)
  const lines = part.subarray(0, Math.min(end, maxHeadBytes)).toString('latin1').split(/\r?\n/)
  const headers = new Map<string, string[]>()
  let last: string[] | undefined
  for (const line of lines.slice(0, maxHeaders * 4)) {
    if (/^[ \t]/.test(line) && last !== undefined) last.push(`${last.pop() ?? ''} ${line.trim()}`)
    else {
      const [, name, value = ''] = /^([!-9;-~]{1,80}):[ \t]*(.*)$/.exec(line) ?? []
      if (name === undefined || headers.size >= maxHeaders) continue
      last = headers.get(name.toLowerCase()) ?? []
      last.push(value.trim())
      headers.set(name.toLowerCase(), last)
    }
  }
  return { headers, body: part.subarray(end + length) }
}

function headEnd(part: Buffer): readonly [number, number] {
  const [long, short] = [part.indexOf('\r\n\r\n'), part.indexOf('\n\n')]
  if (long === -1 && short === -1) return [part.length, 0]
  return long !== -1 && (short === -1 || long < short) ? [long, 4] : [short, 2]
}

/** Words that stand encoded in a header (RFC 2047), as text. */
export function decodedWords(text: string): string {
  const joined = text.slice(0, 4000).replaceAll(/\?=\s+=\?/g, '?==?')
  return utf8Of(joined).replaceAll(
    /=\?([A-Za-z0-9_-]{1,40})(?:\*[A-Za-z-]{1,20})?\?([bq])\?([^?\s]{0,1000})\?=/gi,
    (_all, charset: string, encoding: string, word: string) =>
      textOf(
        encoding.toLowerCase() === 'b'
          ? Buffer.from(word, 'base64')
          : quotedPrintable(word.replaceAll('_', ' ')),
        charset,
      ),
  )
}

/** Bytes of quoted-printable text; what is not encoded stays. */
export function quotedPrintable(text: string): Buffer {
  const joined = text.replaceAll(/=[ \t]*\r?\n/g, '')
  const bytes = joined.replaceAll(/=([0-9A-Fa-f]{2})/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}

/** Text in a named alphabet; in one that nobody knows, or without a name, as UTF-8 where it is that, else Latin. */
export function textOf(bytes: Uint8Array, charset: string | undefined): string {
  try {
    if (charset !== undefined) return new TextDecoder(charset).decode(bytes)
  } catch {
    // An alphabet that nobody knows: as below.
  }
  return utf8Of(Buffer.from(bytes).toString('latin1'))
}

function utf8Of(latin: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(latin, 'latin1'))
  } catch {
    return latin
  }
}
