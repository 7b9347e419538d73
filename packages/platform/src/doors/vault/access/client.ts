import { AnlaufError } from '../../../core/failure.ts'
import { isPasswordHash } from './password.ts'
import { isRole, type Role } from './roles.ts'

/** Who may come in, as the file of clients keeps it. */
export interface Client {
  readonly name: string
  readonly role: Role
  /** First path elements this client may use; `*` for all of them. */
  readonly tenants: readonly string[]
  /** A line of `hashPassword`; absent when only the certificate counts. */
  readonly password?: string
  /** SHA-256 of the client certificate (DER) in hex. */
  readonly certificate?: string
  /** Bytes this client may store in all. */
  readonly quotaBytes?: number
  /** Bytes of packs a `writerStock` may read a day. */
  readonly readBudgetBytes?: number
  /** After this time the client is refused. */
  readonly expiresAt?: string
  /** Until this time a `provisioner` may add key files to a repository that has snapshots. */
  readonly keysUntil?: string
  readonly createdAt: string
}

/** Names of clients and of path elements; no name begins with a dot or an underscore, those are ours. */
export function isName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text) && !reserved.has(text)
}

/** These words mean something at their place in a path. */
const reserved = new Set(['config', 'data', 'keys', 'locks', 'snapshots', 'index'])

/** True when the client may use repositories whose first path element is `tenant`. */
export function mayEnter(client: Client, tenant: string): boolean {
  return client.tenants.includes(tenant) || client.tenants.includes('*')
}

/** The clients in the text of the file. Throws `input-invalid` with the first mistake. */
export function decodeClients(text: string, file: string): ReadonlyMap<string, Client> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw unfit(file, 'is no JSON', cause)
  }
  const list = (parsed as { clients?: unknown } | null)?.clients
  if (!Array.isArray(list)) throw unfit(file, 'holds no list "clients"')
  const clients = new Map<string, Client>()
  for (const entry of list as unknown[]) {
    const client = entry as Client
    const mistake = mistakeIn(client)
    if (mistake !== undefined) throw unfit(file, `has a client with ${mistake}`)
    if (clients.has(client.name)) throw unfit(file, `names the client "${client.name}" twice`)
    clients.set(client.name, client)
  }
  return clients
}

/** The text of the file, sorted by name. */
export function encodeClients(clients: Iterable<Client>): string {
  const sorted = [...clients].sort((a, b) => (a.name < b.name ? -1 : 1))
  return `${JSON.stringify({ clients: sorted }, undefined, 2)}\n`
}

/** What is wrong with a client, in words; undefined when nothing is. */
export function mistakeIn(client: unknown): string | undefined {
  if (typeof client !== 'object' || client === null) return 'a value that is no object'
  const { name, role, tenants, password, certificate, ...rest } = client as Record<string, unknown>
  if (typeof name !== 'string' || !isName(name)) return 'a name that is none'
  if (typeof role !== 'string' || !isRole(role)) return `an unknown role (${name})`
  if (!Array.isArray(tenants) || tenants.length === 0 || !tenants.every(isTenant))
    return `no tenant (${name})`
  if (tenants.includes('*') && role !== 'auditor') return `all tenants although it is no auditor (${name})`
  if (password === undefined && certificate === undefined) return `neither password nor certificate (${name})`
  if (password !== undefined && !isPasswordHash(password))
    return `a password hash that cannot be read (${name})`
  if (certificate !== undefined && !isDigest(certificate)) return `a certificate that is none (${name})`
  const numbers = ['quotaBytes', 'readBudgetBytes'].filter((field) => rest[field] !== undefined)
  if (!numbers.every((field) => Number.isSafeInteger(rest[field]) && Number(rest[field]) >= 0))
    return `a limit that is no number (${name})`
  const times = ['expiresAt', 'keysUntil'].filter((field) => rest[field] !== undefined)
  if (times.some((field) => Number.isNaN(Date.parse(String(rest[field])))))
    return `a time that is none (${name})`
  return undefined
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

function isTenant(tenant: unknown): boolean {
  return typeof tenant === 'string' && (tenant === '*' || isName(tenant))
}

function unfit(file: string, why: string, cause?: unknown): AnlaufError {
  return new AnlaufError('input-invalid', `The file of clients ${file} ${why}.`, {
    hint: 'Change it with "anlauf vault client" only; take an older copy if it was edited by hand.',
    cause,
  })
}
