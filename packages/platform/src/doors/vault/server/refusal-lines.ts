import type { Client } from '../access/index.ts'
import type { LineDraft } from '../journal/index.ts'
import type { RefusalCode } from './answer.ts'
import type { VaultContext } from './context.ts'
import type { Tenant } from './tenant.ts'

/** Keeps refusals in the journal without letting whoever causes them fill the disk with lines. */
export interface RefusalLines {
  add(
    tenant: Tenant,
    client: Client,
    code: RefusalCode,
    line: Omit<LineDraft, 'verb'> & { verb: LineDraft['verb'] },
  ): void
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
}

export function createRefusalLines(context: Pick<VaultContext, 'limits' | 'alarm' | 'log'>): RefusalLines {
  const windows = new Map<string, Window>()

  function windowOf(tenant: Tenant, client: string): Window {
    const key = `${tenant.name} ${client}`
    const window = windows.get(key) ?? { tenant, client, lines: 0, counted: 0, failures: 0 }
    windows.set(key, window)
    return window
  }

  return {
    add(tenant, client, code, line) {
      const window = windowOf(tenant, client.name)
      if (code === 'appendOnly' || code === 'notOwn') {
        if (window.lines === 0)
          context.alarm({ code: 'deleteRefused', tenant: tenant.name, client: client.name })
      }
      if (window.lines >= context.limits.maxRefusalLines) {
        window.counted += 1
        return
      }
      window.lines += 1
      tenant.journal.append(line).catch((error: unknown) => {
        context.log('error', 'refusal not written', { tenant: tenant.name, reason: String(error) })
      })
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
