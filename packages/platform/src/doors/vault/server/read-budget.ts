import type { RaiseAlarm } from './alarm.ts'
import type { Client } from '../access/index.ts'
import type { Limits } from './limits.ts'
import type { Tenant } from './tenant.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Of a repository; stock restic reads the tree packs of the parent snapshot, not more. */
const defaultShare = 0.02
/** Bytes read are written down in steps of this share: a crash forgets less than that. */
const step = 1 / 16

interface Unwritten {
  readonly tenant: Tenant
  readonly client: Client
  bytes: number
  writing: Promise<void> | undefined
}

/** Bytes of packs that each `writerStock` may read in 24 hours. */
export interface ReadBudgets {
  /** Takes bytes from the budget; false when it does not hold so many. */
  spend(tenant: Tenant, repository: string, client: Client, bytes: number): boolean
  /** Writes down what was read since the last time. */
  flush(): Promise<void>
}

export function createReadBudgets(context: {
  readonly limits: Limits
  readonly alarm: RaiseAlarm
}): ReadBudgets {
  const unwritten = new Map<string, Unwritten>()
  const warned = new Map<string, number>()

  async function write(key: string): Promise<void> {
    const entry = unwritten.get(key)
    if (entry === undefined) return
    await entry.writing
    if (entry.bytes === 0) return
    const { name, role } = entry.client
    const size = entry.bytes
    entry.writing = (async () => {
      await entry.tenant.journal.append({ verb: 'READ', client: name, role, type: 'data', size })
      // Only now: until the line is there these bytes count here.
      entry.bytes -= size
    })().finally(() => (entry.writing = undefined))
    await entry.writing
  }

  function alarmOnce(
    code: 'readBudgetHalf' | 'readBudgetSpent',
    tenant: Tenant,
    client: Client,
    at: number,
  ): void {
    const key = `${code} ${tenant.name} ${client.name}`
    if (at - (warned.get(key) ?? Number.NEGATIVE_INFINITY) < dayMs) return
    warned.set(key, at)
    context.alarm({ code, tenant: tenant.name, client: client.name })
  }

  return {
    spend(tenant, repository, client, bytes) {
      const { at } = tenant.clock.now()
      const key = `${tenant.name} ${client.name}`
      const share = tenant.ledger.storedBytes(repository) * defaultShare
      const budget = client.readBudgetBytes ?? Math.max(context.limits.minReadBudgetBytes, share)
      const entry = unwritten.get(key) ?? { tenant, client, bytes: 0, writing: undefined }
      const spent = tenant.ledger.readSince(client.name, at - dayMs) + entry.bytes
      if (spent + bytes > budget) {
        alarmOnce('readBudgetSpent', tenant, client, at)
        return false
      }
      if (spent + bytes > budget / 2) alarmOnce('readBudgetHalf', tenant, client, at)
      entry.bytes += bytes
      unwritten.set(key, entry)
      // Lost by a failing disk it is counted anew; the reading itself must not fail for that.
      if (entry.bytes > budget * step && entry.writing === undefined) void write(key).catch(() => undefined)
      return true
    },
    async flush() {
      for (const key of unwritten.keys()) await write(key)
    },
  }
}
