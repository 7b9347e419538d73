import { hostname } from 'node:os'

/** What a mail says of an alarm: counts and kinds; names of files are personal and stay on this machine. */
export interface AlarmSummary {
  readonly at: string
  readonly roots: readonly string[]
  readonly files: number
  readonly reasons: readonly string[]
}

/** An address that can stand in a header: no line ends, no comma, one @. */
export function isMailAddress(text: string): boolean {
  return /^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9.-]+$/.test(text)
}

/** The mail (RFC 5322) for the mail program of this machine, which takes the addresses from the header. */
export function alarmMail(to: readonly string[], { at, roots, files, reasons }: AlarmSummary): string {
  const machine = hostname()
  return [
    `To: ${to.join(', ')}`,
    `Subject: ALARM: files are being destroyed on ${machine}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    'Auto-Submitted: auto-generated',
    'X-Priority: 1',
    '',
    `Anlauf raised an alarm on ${machine} at ${at}.`,
    '',
    `${files} ${files === 1 ? 'file was' : 'files were'} judged destroyed so far, below:`,
    ...roots.map((root) => `  ${printable(root)}`),
    'because:',
    ...reasons.map((reason) => `  ${printable(reason)}`),
    '',
    'Which files these are, the machine itself says: watch/alarms.ndjson in the home of Anlauf.',
    'Do not switch the machine off before somebody has looked; cut it from the network first.',
    '',
  ].join('\n')
}

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?')
}
