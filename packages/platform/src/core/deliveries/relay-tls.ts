/** How a mail server is spoken to: in clear, in clear until STARTTLS, in TLS from the first byte. */
export const relayTls = ['none', 'starttls', 'implicit'] as const
export type RelayTls = (typeof relayTls)[number]

/** Whoever stands between must not get a mail by taking STARTTLS out of a greeting: in clear only within this machine. */
export function mayTravel(tls: RelayTls, host: string): boolean {
  return tls !== 'none' || isHere(host)
}

export const clearHint = 'Use "starttls" or "implicit"; "none" is for this machine only.'

/**
 * What a connection has to insist on; the one rule for whatever sends mail. With "starttls" a server that does not offer
 * it, or whose certificate does not fit its name, gets nothing: no password, no address.
 */
export function tlsRule(tls: RelayTls): {
  readonly secure: boolean
  readonly requireTLS: boolean
  readonly ignoreTLS: boolean
} {
  return { secure: tls === 'implicit', requireTLS: tls === 'starttls', ignoreTLS: tls === 'none' }
}

/** Whether a host is this machine, whatever the network says. */
export function isHere(host = ''): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|::1|\[::1\]|localhost)$/.test(host)
}
