import { createHash } from 'node:crypto'
import { join } from 'node:path'

import { canonicalJson, type Json } from '../../../core/evidence/index.ts'
import type { Client } from '../access/index.ts'
import { removeObject } from '../store/index.ts'
import type { VaultContext } from './context.ts'
import { replaceFile, type Tenant } from './tenant.ts'
import { checkpointOf } from './witness.ts'

const checkpointMs = 60 * 60 * 1000

/** What the vault does by itself, once a minute. */
export interface Upkeep {
  run(): Promise<void>
  /** Signs the state of every journal, into a file beside it and into the evidence. */
  checkpoint(): Promise<void>
}

/** Each piece of work stands alone: one that fails is told and does not keep the others from being done. */
export function createUpkeep(context: VaultContext): Upkeep {
  let checkpointAt = context.clock.monotonicMs()
  let holdSeen: string | undefined
  const clockSeen = new Map<string, boolean>()

  async function attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      context.log('error', `${what} failed`, {
        reason: error instanceof Error ? error.message : String(error),
      })
    }
  }

  async function noteHold(): Promise<void> {
    const hold = await context.hold()
    if (hold === holdSeen) return
    holdSeen = hold
    context.log('warn', hold === undefined ? 'hold ended' : 'hold', { reason: hold })
    for (const { journal } of context.tenants.all())
      await journal.append({
        verb: 'HOLD',
        code: hold === undefined ? 'ended' : 'on',
        detail: { reason: hold ?? '' },
      })
  }

  function noteClock(tenant: Tenant): void {
    const { isTrusted, at, wall } = tenant.clock.now()
    if (!isTrusted && clockSeen.get(tenant.name) !== false)
      context.alarm({ code: 'clock', tenant: tenant.name, detail: { skewMs: wall - at } })
    clockSeen.set(tenant.name, isTrusted)
  }

  async function checkpoint(): Promise<void> {
    checkpointAt = context.clock.monotonicMs()
    for (const tenant of context.tenants.all()) {
      const note = checkpointOf(context, tenant)
      await replaceFile(join(context.vault, 'journals', `${tenant.name}.checkpoint`), note)
      context.evidence.add({
        at: new Date(tenant.clock.now().at).toISOString(),
        actor: 'vault',
        action: 'seal',
        kind: 'vault.checkpoint',
        object: tenant.name,
        data: { note },
      })
    }
    await context.evidence.flush()
  }

  return {
    checkpoint,
    async run() {
      for (const tenant of context.tenants.all()) {
        await attempt('removing old locks', () => expireLocks(context, tenant))
        await attempt('noting clients', () => noteClients(context, tenant))
        noteClock(tenant)
      }
      await attempt('noting the hold', noteHold)
      await attempt('writing read budgets', () => context.budgets.flush())
      await attempt('writing refusals', () => context.refusals.flush())
      await attempt('storing evidence', () => context.evidence.flush())
      for (const { journal } of context.tenants.all()) await journal.settled()
      if (context.clock.monotonicMs() - checkpointAt >= checkpointMs) await attempt('signing', checkpoint)
    },
  }
}

/** Living locks are renewed every five minutes; an old one only blocks. */
async function expireLocks(context: VaultContext, tenant: Tenant): Promise<void> {
  const { at } = tenant.clock.now()
  for (const repository of tenant.ledger.repositories()) {
    for (const { kind, id, at: receivedAt } of locksOf(tenant, repository)) {
      if (kind !== 'locks' || at - receivedAt < context.limits.lockMs) continue
      await tenant.journal.append({ verb: 'EXPIRE', repository, type: 'locks', id })
      await removeObject(context.vault, { repository, kind: 'locks', id })
    }
  }
}

function* locksOf(tenant: Tenant, repository: string) {
  for (const object of tenant.ledger.objects(repository)) {
    if (object.kind !== 'locks' && object.kind !== 'config') return
    yield object
  }
}

/** Who may come in is part of the history: every change of a right becomes a line. */
export async function noteClients(context: VaultContext, tenant: Tenant): Promise<void> {
  const clients = context.clients.current()
  for (const client of clients.values()) {
    const isHere = client.tenants.includes(tenant.name) || client.tenants.includes('*')
    const digest = digestOf(client)
    if (!isHere || tenant.ledger.clients.get(client.name) === digest) continue
    await tenant.journal.append({ verb: 'CLIENT', client: client.name, role: client.role, sha256: digest })
  }
  for (const [name, digest] of tenant.ledger.clients) {
    const client = clients.get(name)
    const isHere = client?.tenants.includes(tenant.name) === true || client?.tenants.includes('*') === true
    if (digest !== '' && !isHere)
      await tenant.journal.append({ verb: 'CLIENT', client: name, code: 'removed' })
  }
}

function digestOf(client: Client): string {
  return createHash('sha256')
    .update(canonicalJson(client as unknown as Json))
    .digest('hex')
}
