import { setTimeout as sleep } from 'node:timers/promises'

import { caseIds, type Database } from '../../../adapters/database/index.ts'
import { dueCalls, openAlarm } from '../../../core/response/index.ts'
import type { CaseReader } from '../cases/case-reader.ts'
import type { JobDesk } from '../jobs/job-desk.ts'

/** Alarms that nobody forgets. */
export interface AlarmWatch extends AsyncDisposable {
  /** An alarm was raised in this case: looks at it now, and again until every role has answered. */
  watch(caseId: string): void
}

/** The shortest timer of a roster is a minute; nobody notices a quarter of it. */
const everyMs = 15_000

/**
 * Makes the calls of open alarms as they become due: the first ones at once, deputies and the management later. At the
 * start it looks for alarms that were open when the server ended. What fails is said and tried again.
 */
export function watchAlarms(options: {
  readonly database: Database
  readonly readCase: CaseReader
  readonly desk: JobDesk
  readonly now: () => Date
  readonly tell: (message: string) => void
}): AlarmWatch {
  const { database, readCase, desk, now, tell } = options
  const stopping = new AbortController()
  const watched = new Set<string>()
  let pause = new AbortController()

  async function look(caseId: string): Promise<void> {
    try {
      const { response } = await readCase(caseId)
      const alarm = openAlarm(response)
      const { roster } = response.force
      if (alarm === undefined || roster === undefined) watched.delete(caseId)
      else if (dueCalls(alarm, roster, now().toISOString()).length > 0) await desk.callOut(caseId)
    } catch (error) {
      if (!stopping.signal.aborted) {
        tell(`${caseId}: nobody was called: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }

  async function find(): Promise<void> {
    for (let after = ''; ;) {
      const ids = await caseIds(database, { after, limit: 100 })
      for (const id of ids) {
        if (stopping.signal.aborted) return
        if (openAlarm((await readCase(id)).response) !== undefined) watched.add(id)
      }
      after = ids.at(-1) ?? ''
      if (ids.length < 100) return
    }
  }

  async function run(): Promise<void> {
    await find().catch((error: unknown) => tell(`Open alarms were not looked for: ${String(error)}`))
    while (!stopping.signal.aborted) {
      pause = new AbortController()
      for (const id of watched) await look(id)
      const signal = AbortSignal.any([stopping.signal, pause.signal])
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  const running = run()
  return {
    watch(caseId) {
      watched.add(caseId)
      pause.abort()
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await running
    },
  }
}
