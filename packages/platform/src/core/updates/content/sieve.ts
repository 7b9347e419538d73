import { AnlaufError } from '../../failure.ts'
import type { Desk, HandedOut } from '../desk.ts'

/** Addresses as mail servers know them; nothing that could end a string or a line of the script. */
const address = /^[A-Za-z0-9.!#$%&*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/

/**
 * An approved automatic reply as a Sieve script (RFC 5228, `vacation` of RFC 5230): it answers the envelope's sender
 * once in `days`, never lists or other automatons, in both languages. A new text is a new phase, whose handle lets
 * everybody hear it again; a script written anew for the same text does not. `mark` stands above an exercise.
 * Throws `not-found` without such a text, `input-invalid` without addresses the mailbox is reached by.
 */
export function sieveScript(
  desk: Desk,
  update: string,
  {
    addresses,
    days = 7,
    mark,
  }: { readonly addresses: readonly string[]; readonly days?: number; readonly mark?: string },
): { readonly handle: string; readonly script: string } {
  const replies = desk.handedOut.filter(({ kind }) => kind === 'auto-reply')
  const place = replies.findIndex((one) => one.update === update)
  const reply = replies[place]
  if (reply === undefined) {
    throw new AnlaufError('not-found', `There is no approved automatic reply "${update}".`, {
      hint: `Those there are: ${replies.map((one) => one.update).join(', ') || 'none'}. Make one: "anlauf inform template auto-reply".`,
    })
  }
  checkAddresses(addresses, days)
  const handle = `incident-${desk.case.id}/phase-${place + 1}`
  return { handle, script: scriptOf(reply, { addresses, days, handle, ...(mark !== undefined && { mark }) }) }
}

function checkAddresses(addresses: readonly string[], days: number): void {
  const wrong = addresses.find((one) => !address.test(one))
  if (addresses.length === 0 || wrong !== undefined) {
    throw new AnlaufError(
      'input-invalid',
      wrong === undefined ? 'No address of the mailbox was given.' : `"${wrong}" is no address of a mailbox.`,
      { hint: 'Give every address at which the mailbox gets mail; mail to others is not answered.' },
    )
  }
  if (!Number.isInteger(days) || days < 1 || days > 30) {
    throw new AnlaufError('input-invalid', `${days} is no number of days from 1 to 30.`, {
      hint: 'Each sender gets one reply in so many days; 7 is usual.',
    })
  }
}

function scriptOf(
  { text, contentHash }: HandedOut,
  settings: { addresses: readonly string[]; days: number; handle: string; mark?: string },
): string {
  const { addresses, days, handle, mark } = settings
  const marked = mark === undefined ? [] : [`*** ${mark} ***`, '']
  const body = [
    ...marked,
    ...text.de.split('\n'),
    '',
    '---',
    '',
    ...text.en.split('\n'),
    ...marked.toReversed(),
  ]
  const subject = `${mark === undefined ? '' : `[${mark}] `}Automatische Antwort / Automatic reply`
  return [
    `# ${handle}, approved text ${contentHash}`,
    'require ["vacation"];',
    'vacation',
    `  :days ${days}`,
    `  :handle ${quoted(handle)}`,
    `  :subject ${quoted(subject)}`,
    `  :addresses [${addresses.map(quoted).join(', ')}]`,
    'text:',
    // A line that begins with a dot would end the text (RFC 5228, 2.4.2).
    ...body.map((line) => (line.startsWith('.') ? `.${line}` : line)),
    '.',
    ';',
    '',
  ].join('\r\n')
}

function quoted(text: string): string {
  return `"${text.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
