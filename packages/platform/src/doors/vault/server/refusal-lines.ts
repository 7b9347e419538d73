import type { RaiseAlarm } from './alarm.ts'
import type { Client } from '../access/index.ts'
import type { LineDraft } from '../journal/index.ts'
import type { RefusalCode } from './answer.ts'
import type { Limits } from './limits.ts'
import type { VaultLog } from './log.ts'
import type { Tenant } from './tenant.ts'

/** Keeps refusals in the journal without letting whoever causes them fill the disk with lines. */
export interface RefusalLines {
  /** Resolves when the line is on disk, or counted; a disk that fails is told in the log and refuses all the same. */
  add(tenant: Tenant, client: Client, code: RefusalCode, line: LineDraft): Promise<void>
  /** A wrong password for a known client: counted, one line a minute. */
  addFailure(tenant: Tenant, client: string): void
  /** Writes the counted ones down; called once a minute and when the vault stops. */
  flush(): Promise<void>
}

interface Window {
  readonly tenant: Tenant
  readonly client: string
  lines: number
  counted: number
  failures: number
  isAlarmed: boolean
}

/** Attempts to delete what must not be deleted. */
const deletions: ReadonlySet<RefusalCode> = new Set([
  'appendOnly',
  'notOwn',
  'notPlanned',
  'retention',
  'hold',
])

export function createRefusalLines(context: {
  readonly limits: Limits
  readonly alarm: RaiseAlarm
  readonly log: VaultLog
}): RefusalLines {
  const windows = new Map<string, Window>()

  function windowOf(tenant: Tenant, client: string): Window {
    const key = `${tenant.name} ${client}`
    const window = windows.get(key) ?? { tenant, client, lines: 0, counted: 0, failures: 0, isAlarmed: false }
    windows.set(key, window)
    return window
  }

  return {
    async add(tenant, client, code, line) {
      const window = windowOf(tenant, client.name)
      if (deletions.has(code) && !window.isAlarmed) {
        window.isAlarmed = true
        context.alarm({ code: 'deleteRefused', tenant: tenant.name, client: client.name })
      }
      if (window.lines >= context.limits.maxRefusalLines) {
        window.counted += 1
        return
      }
      window.lines += 1
      try {
        await tenant.journal.append(line)
      } catch (error) {
        context.log('error', 'refusal not written', { tenant: tenant.name, reason: String(error) })
      }
    },
    addFailure(tenant, client) {
      windowOf(tenant, client).failures += 1
    },
    async flush() {
      const ended = [...windows.values()]
      windows.clear()
      for (const { tenant, client, counted, failures } of ended) {
        if (failures > 0)
          context.alarm({
            code: 'authenticationFailures',
            tenant: tenant.name,
            client,
            detail: { times: failures },
          })
        if (counted === 0) continue
        context.alarm({ code: 'refusalFlood', tenant: tenant.name, client, detail: { times: counted } })
        await tenant.journal.append({ verb: 'REFUSED', client, times: counted })
      }
    },
  }
}
