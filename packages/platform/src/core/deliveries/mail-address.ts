import { AnlaufError } from '../failure.ts'

/** Longer ones no server takes: RFC 5321 § 4.5.3.1.3. */
const maxLength = 254

/**
 * An address as it goes into an envelope: one mailbox, nothing quoted, no comment, nothing a server could read as a
 * command or as a second address. Throws `input-invalid`; the message does not repeat the address.
 */
export function mailAddress(text: string): string {
  const at = text.lastIndexOf('@')
  const [local, domain] = [text.slice(0, at), text.slice(at + 1).toLowerCase()]
  const isFit =
    at > 0 &&
    text.length <= maxLength &&
    /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local) &&
    local.length <= 64 &&
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(domain)
  if (isFit) return `${local}@${domain}`
  throw new AnlaufError('input-invalid', 'This is no mail address that can be written to.', {
    hint: 'One address, like name@example.org; domains with umlauts in their "xn--" form.',
  })
}
