/** As much of a mail as is looked at: enough to see that it begins as one. */
export const headBytes = 4096

/**
 * Why the beginning of a file is not the beginning of a mail (RFC 5322): a header field first (or the `From ` line of
 * an mbox), no NUL before the body. Undefined when it may be one. A body is not looked at: it may hold anything.
 */
export function headProblem(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'is empty'
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headBytes)).toString(
    'latin1',
  )
  const header = text.split(/\r?\n\r?\n/, 1)[0] ?? ''
  if (header.includes('\0')) return 'has NUL bytes where its header should be'
  const lines = header.split(/\r?\n/)
  const first = lines[0]?.startsWith('From ') === true ? lines[1] : lines[0]
  return first !== undefined && fieldLine.test(first) ? undefined : 'does not begin with a header field'
}

/** A field's name is printable ASCII without colon (RFC 5322, 2.2); a real one is short. */
const fieldLine = /^[\x21-\x39\x3b-\x7e]{1,100}[ \t]*:/
