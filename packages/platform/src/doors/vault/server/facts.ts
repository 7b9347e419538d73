import { statSync } from 'node:fs'

import type { Client } from '../access/index.ts'
import { type ObjectName, objectPath, repositoryFolder } from '../store/index.ts'
import type { VaultContext } from './context.ts'
import type { Facts } from './decide.ts'
import type { Tenant } from './tenant.ts'

/** What storage, journal, plans and clock say about a write that a client wants. */
export async function factsFor(
  context: VaultContext,
  tenant: Tenant,
  client: Client,
  name: ObjectName,
): Promise<Facts> {
  const { vault, limits, retentionMs, plans } = context
  const now = tenant.clock.now()
  const { repository, kind, id } = name
  return {
    now,
    object: objectOf(context, tenant, name, now.at),
    hasConfig: exists(`${repositoryFolder(vault, repository)}/config`),
    hasSnapshots: tenant.ledger.hasSnapshots(repository),
    locks: kind === 'locks' ? locksOf(tenant, client.name) : 0,
    maxLocks: limits.maxLocks,
    retentionMs,
    hold: client.role === 'maintainer' ? await context.hold() : undefined,
    isPlanned: client.role === 'maintainer' && plans(repository, `${kind}/${id}`, now.at) !== undefined,
  }
}

/** The storage says whether it is there, the journal whose it is: what the journal does not know is nobody's and new. */
function objectOf(
  { vault }: VaultContext,
  { ledger }: Tenant,
  name: ObjectName,
  nowMs: number,
): Facts['object'] {
  if (!exists(objectPath(vault, name))) return undefined
  const known = ledger.get(name.repository, name.kind, name.id)
  return { client: known?.client ?? '', at: known?.at ?? nowMs }
}

function locksOf({ ledger }: Tenant, client: string): number {
  let count = 0
  for (const repository of ledger.repositories()) {
    for (const { kind, ...lock } of ledger.objects(repository)) {
      // Locks come before the objects that are many.
      if (kind !== 'locks' && kind !== 'config') break
      if (kind === 'locks' && lock.client === client) count += 1
    }
  }
  return count
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}
