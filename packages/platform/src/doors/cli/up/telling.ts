import { setTimeout as sleep } from 'node:timers/promises'

import type { AnlaufContext } from '../context.ts'
import { openTeller, type TellOptions } from '../telling/tell-all.ts'

/** A subscriber hears within seconds; a round without news is one question to the database. */
const everyMs = 5_000

/** Tells subscribers and programs what is published, from now on until disposed of. What fails is said once and tried again. */
export function startTelling(
  context: AnlaufContext,
  options: TellOptions & { readonly writeLog: (line: object) => unknown; readonly pauseMs?: number },
): AsyncDisposable {
  const { writeLog, pauseMs = everyMs } = options
  const stopping = new AbortController()
  let teller = openTeller(context, options)
  let said = ''

  function complain(message: string): void {
    if (message !== '' && message !== said) {
      writeLog({ at: context.now().toISOString(), level: 'error', telling: message })
    }
    said = message
  }

  async function tellForEver(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const { troubles, webhookTroubles } = await teller.round()
        complain([...troubles.map((one) => `${one.case}: ${one.message}`), ...webhookTroubles].join('; '))
      } catch (error) {
        // Whatever is half known is read anew.
        teller = openTeller(context, options)
        complain(error instanceof Error ? error.message : String(error))
      }
      await sleep(pauseMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  }

  const telling = tellForEver()
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await telling
    },
  }
}
