import { setTimeout as sleep } from 'node:timers/promises'

import type { Database } from '../../../adapters/database/index.ts'
import { errorLines } from '../terminal/error-text.ts'
import { allClocks } from './all-clocks.ts'

/** No period of law is shorter than an hour; a minute late is early enough. */
const everyMs = 60_000

/**
 * Looks at all clocks once a minute, from now on until disposed of: what was missed while nothing ran is announced at
 * once. What fails is said and tried again a minute later.
 */
export function startTicking(
  database: Database,
  options: { readonly now: () => Date; readonly writeLog: (line: Readonly<Record<string, unknown>>) => void },
): AsyncDisposable {
  const stopping = new AbortController()
  const clocks = allClocks(database, { onFailure: (caseId, error) => say(error, { case: caseId }) })

  function say(error: unknown, more: Readonly<Record<string, unknown>> = {}): void {
    if (stopping.signal.aborted) return
    options.writeLog({
      level: 'error',
      message: 'clocks were not looked at',
      ...more,
      error: errorLines(error),
    })
  }

  async function tickForEver(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await clocks.tick(options.now())
      } catch (error) {
        say(error)
      }
      await sleep(everyMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  }

  const ticking = tickForEver()
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await ticking
    },
  }
}
