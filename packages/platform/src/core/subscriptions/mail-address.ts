/** Why a text is no address that we write to. */
export type AddressProblem = 'no-address' | 'too-long' | 'mixed-letters'

/** RFC 5321, 4.5.3.1: what a server must take. */
const maxLocal = 64
const maxAddress = 254

/** RFC 5322 dot-atom, beginning as names do: a table program takes a cell that begins with "=", "+" or "-" for a formula. */
const localPart = /^[A-Za-z0-9_][A-Za-z0-9!#$%&'*+/=?^_`{|}~-]*(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/

/**
 * A mail address in the one form that we keep: ASCII only, the domain in small letters and as it stands in the DNS
 * (`xn--…`), so that two names which look alike never look alike in our lists. A label that mixes Latin, Greek and
 * Cyrillic letters is nobody's name. A name part beyond ASCII would need SMTPUTF8 on the whole way and is refused.
 */
export function readMailAddress(
  text: string,
): { readonly address: string } | { readonly problem: AddressProblem } {
  const trimmed = text.trim()
  if (trimmed.length > maxAddress) return { problem: 'too-long' }
  const at = trimmed.lastIndexOf('@')
  const local = trimmed.slice(0, Math.max(at, 0))
  const written = trimmed.slice(at + 1).normalize('NFC')
  if (!localPart.test(local) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(written)) return { problem: 'no-address' }
  if (local.length > maxLocal) return { problem: 'too-long' }
  if (written.split('.').some(isMixed)) return { problem: 'mixed-letters' }
  const domain = URL.parse(`http://${written}`)?.hostname ?? ''
  if (!hostName.test(domain) || local.length + 1 + domain.length > maxAddress)
    return { problem: 'no-address' }
  return { address: `${local}@${domain}` }
}

function isMixed(label: string): boolean {
  return (
    [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u].filter((one) => one.test(label))
      .length > 1
  )
}

/** What makes two addresses one subscriber: hardly any server tells capitals apart. */
export function addressIdentity(address: string): string {
  return address.toLowerCase()
}

/**
 * Whose mailbox an address fills: `lea+1@` and `l.ea@` may be the same person's, and whoever floods knows that. Only
 * limits use it; two people behind one are merely slower.
 */
export function mailboxBehind(address: string): string {
  const [local = '', domain = ''] = addressIdentity(address).split('@')
  return `${local.replace(/\+.*$/, '').replaceAll('.', '')}@${domain}`
}
