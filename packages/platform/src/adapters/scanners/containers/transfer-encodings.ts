/**
 * A decoder for base64 that comes in lines of any length. What is none of its letters is passed over, and padding
 * begins anew, as lenient mail programs do it.
 */
export function decodeBase64(): (line: string) => Buffer {
  let rest = ''
  return (line) => {
    const pieces: Buffer[] = []
    const runs = line.replaceAll(/[^A-Za-z0-9+/=]+/g, '').split(/=+/)
    runs.forEach((run, at) => {
      const letters = rest + run
      const isLast = at === runs.length - 1
      const whole = isLast ? letters.length - (letters.length % 4) : letters.length
      pieces.push(Buffer.from(letters.slice(0, whole), 'base64'))
      rest = letters.slice(whole)
    })
    return Buffer.concat(pieces)
  }
}

/** One line of quoted-printable; a `=` at its end joins it with the next one. */
export function decodeQuotedPrintable(line: string): Buffer {
  const joined = line.replace(/=[ \t]*\r?\n$/, '')
  const text = joined.replaceAll(/=([0-9A-Fa-f]{2})/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return Buffer.from(text, 'latin1')
}
