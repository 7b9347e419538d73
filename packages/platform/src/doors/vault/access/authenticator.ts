import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

import type { Client } from './client.ts'
import { hashPassword, isPassword } from './password.ts'

/** What a request brings along to show who it is. */
export interface Credentials {
  readonly name?: string
  readonly password?: string
  /** SHA-256 of the certificate with which the TLS connection was opened, proof of its key included. */
  readonly certificate?: string
}

/** `unknown` is a wrong name or password, `busy` means: not now, too many wrong ones came from there. */
export type Authentication = { readonly client: Client } | 'unknown' | 'busy'

export type Authenticator = (credentials: Credentials, address: string) => Promise<Authentication>

/** Wrong passwords from one address before it has to wait, and how long one of them counts. */
const maxFailures = 10
const failureCountsMs = 30_000
/** Checks that may wait for the processor: 40 ms each, so nobody waits longer than a second. */
const maxChecks = 24
/** Addresses with failures that are remembered; the oldest are forgotten first. */
const maxAddresses = 10_000

/**
 * Recognises clients by name and password or by certificate. A password that was right once is remembered as a
 * MAC under a key of this process, so that scrypt runs once per client and not per request. An unknown name
 * costs as much time as a wrong password.
 */
export function createAuthenticator(options: {
  readonly clients: () => ReadonlyMap<string, Client>
  readonly monotonicMs: () => number
}): Authenticator {
  const key = randomBytes(32)
  const known = new Map<string, { hash: string; mac: Buffer }>()
  const failures = new Map<string, number[]>()
  let nobody: Promise<string> | undefined
  let checks = 0

  const macOf = (password: string): Buffer => createHmac('sha256', key).update(password).digest()

  async function isRight(client: Client | undefined, name: string, password: string): Promise<boolean> {
    nobody ??= hashPassword(randomBytes(16).toString('hex'))
    const hash = client?.password ?? (await nobody)
    const right = await isPassword(password, hash)
    if (!right || client?.password === undefined) return false
    known.set(name, { hash, mac: macOf(password) })
    return true
  }

  function isKnown(client: Client | undefined, password: string): boolean {
    const entry = known.get(client?.name ?? '')
    return (
      entry !== undefined && entry.hash === client?.password && timingSafeEqual(entry.mac, macOf(password))
    )
  }

  function recentFailures(address: string): number[] {
    const now = options.monotonicMs()
    return (failures.get(address) ?? []).filter((at) => now - at < failureCountsMs)
  }

  function addFailure(address: string): void {
    const recent = [...recentFailures(address), options.monotonicMs()]
    failures.delete(address)
    failures.set(address, recent)
    const oldest = failures.keys().next()
    if (failures.size > maxAddresses && oldest.done !== true) failures.delete(oldest.value)
  }

  return async ({ name, password, certificate }, address) => {
    if (name === undefined || password === undefined) {
      const client = certificate === undefined ? undefined : byCertificate(options.clients(), certificate)
      return client === undefined ? 'unknown' : { client }
    }
    const client = options.clients().get(name)
    // Who needs a certificate as well does not come in with the password alone.
    const isBound = client?.certificate !== undefined && client.certificate !== certificate
    if (isKnown(client, password) && client !== undefined) return isBound ? 'unknown' : { client }
    if (checks >= maxChecks || recentFailures(address).length >= maxFailures) return 'busy'
    checks += 1
    try {
      if ((await isRight(client, name, password)) && client !== undefined && !isBound) return { client }
    } finally {
      checks -= 1
    }
    addFailure(address)
    return 'unknown'
  }
}

function byCertificate(clients: ReadonlyMap<string, Client>, certificate: string): Client | undefined {
  for (const client of clients.values()) {
    // A client with a password needs both.
    if (client.certificate === certificate && client.password === undefined) return client
  }
  return undefined
}

/** Name and password of a `Basic` header; undefined for anything else. */
export function basicCredentials(header: string | undefined): { name: string; password: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]{1,1024})$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1) return undefined
  return { name: text.slice(0, colon), password: text.slice(colon + 1) }
}
