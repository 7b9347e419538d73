/**
 * An address that a mail can be sent to, its domain in the letters of the name system; undefined for anything else.
 * Narrower than RFC 5321: no quoted names, no addresses in numbers, one recipient, and never a line of a header.
 */
export function emailAddress(text: string): string | undefined {
  const [, name, domain] =
    /^([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@([^\s@<>"(),;:\\[\]/?#%]{1,190})$/.exec(text) ?? []
  if (
    name === undefined ||
    domain === undefined ||
    name.startsWith('.') ||
    name.endsWith('.') ||
    name.includes('..')
  )
    return undefined
  const host = URL.parse(`http://${domain}/`)?.hostname
  if (
    host === undefined ||
    !/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(host)
  )
    return undefined
  return host.length <= 189 ? `${name}@${host}` : undefined
}
