import type { Client } from '../access/index.ts'
import { type Clock, sessionIdleMs } from '../journal/index.ts'
import { openTenant, type Tenant } from './tenant.ts'

/** The tenants of a vault. Everyone is opened at the start; new ones come by `create`. */
export interface Tenants {
  get(name: string): Tenant | undefined
  all(): Iterable<Tenant>
  /** Opens or makes a tenant; two that ask at once get the same one. */
  create(name: string): Promise<Tenant & { readonly tornBytes: number }>
  /** Notes that a client is at work; the first request of a session gets a line. Not for what ends one (unlocking). */
  touch(tenant: Tenant, client: Client): void
  close(): Promise<void>
}

export function createTenants(options: {
  readonly vault: string
  readonly fingerprint: string
  readonly clock: Clock
  readonly acceptClock: boolean
}): Tenants {
  const opened = new Map<string, Tenant>()
  const opening = new Map<string, Promise<Tenant & { readonly tornBytes: number }>>()
  const seen = new Map<string, number>()
  const pending = new Set<string>()

  return {
    get: (name) => opened.get(name),
    all: () => opened.values(),
    async create(name) {
      const promise = opening.get(name) ?? openTenant({ ...options, name })
      opening.set(name, promise)
      try {
        const tenant = await promise
        opened.set(name, tenant)
        return tenant
      } catch (error) {
        opening.delete(name)
        throw error
      }
    },
    touch(tenant, { name, role }) {
      const key = `${tenant.name} ${name}`
      const { at } = tenant.clock.now()
      const session = tenant.ledger.sessions.of(name)
      const lastAt = Math.max(seen.get(key) ?? 0, session?.lastAt ?? 0)
      seen.set(key, at)
      if (pending.has(key) || (session !== undefined && at - lastAt < sessionIdleMs)) return
      pending.add(key)
      // Not waited for: it stands before every line of this request, and a read needs no line at all.
      tenant.journal
        .append({ verb: 'OPEN', client: name, role })
        .catch(() => undefined)
        .finally(() => pending.delete(key))
    },
    async close() {
      for (const tenant of opened.values()) await tenant.journal.close()
    },
  }
}
