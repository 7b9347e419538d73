/** As what this server shows itself to authenticators: a passkey works under this name only. */
export interface RelyingParty {
  /** Scheme, name and port as the browser shows them. */
  readonly origin: string
  /** A domain name, never an address. */
  readonly id: string
}

export function relyingParty(url: string): RelyingParty {
  const { origin, hostname } = new URL(url)
  return { origin, id: hostname }
}
