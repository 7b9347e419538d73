import { setTimeout as sleep } from 'node:timers/promises'

import type { Database } from '../../../adapters/database/index.ts'
import type { RetentionRule } from '../../../core/notices/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { forgetMails } from '../notice/forget-mails.ts'

const dayMs = 86_400_000

/**
 * Once a day, until disposed of: deletes what leads to a person in the mails of cases that ended long enough ago. Says
 * what it deleted; what fails is said and tried again a day later. Servers that do this side by side delete the same.
 */
export function startForgetting(
  context: AnlaufContext,
  options: {
    readonly database: Database
    readonly rule: RetentionRule
    readonly writeLog: (line: object) => unknown
    readonly pauseMs?: number
  },
): AsyncDisposable {
  const { database, rule, writeLog, pauseMs = dayMs } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const { actor } = signature(context)

  async function day(): Promise<void> {
    const now = context.now()
    const { cases, loose, problems } = await forgetMails(database, { rule, dryRun: false, now, actor })
    const at = now.toISOString()
    for (const { case: id, mails, proofs, retention } of cases) {
      if (retention.may) writeLog({ at, level: 'info', forgotten: id, mails, proofs, months: rule.months })
    }
    if (loose > 0) writeLog({ at, level: 'info', forgotten: 'mails of no case', mails: loose })
    for (const { case: id, message } of problems)
      writeLog({ at, level: 'error', case: id, retention: message })
  }

  async function days(): Promise<void> {
    while (!signal.aborted) {
      await day().catch((error: unknown) => {
        const retention = error instanceof Error ? error.message : String(error)
        writeLog({ at: context.now().toISOString(), level: 'error', retention })
      })
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  const working = days()
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await working
    },
  }
}
