import { setTimeout as sleep } from 'node:timers/promises'

import { casesToCall, type Database, evidenceLog } from '../../../adapters/database/index.ts'
import {
  openAlarms,
  openResponse,
  type ResponseSession,
  untoldOverrides,
} from '../../../core/response/index.ts'
import { callOut } from '../case/people/call-out.ts'
import { readRosterFile } from '../case/people/access.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'

/** As often as `case alarm tick --watch`: a timer of minutes is met, nobody notices. */
const everyMs = 15_000

/**
 * Makes the calls that are due in every case, from now on until disposed of, and tells the others when one person asks
 * to open a gate alone. A case without a roster takes that of the workplace then. What was called is in the log, so
 * servers that do this side by side call nobody twice. What fails is said once and tried again.
 */
export function startCalling(
  context: AnlaufContext,
  options: {
    readonly database: Database
    readonly rosterFile: string
    readonly writeLog: (line: object) => unknown
    readonly pauseMs?: number
  },
): AsyncDisposable {
  const { database, rosterFile, writeLog, pauseMs = everyMs } = options
  // A mistake in the file is said before anything is started.
  readRosterFile(rosterFile)
  const stopping = new AbortController()
  const log = evidenceLog(database)
  const sessions = new Map<string, ResponseSession>()
  const looked = new Map<string, number>()
  const said = new Map<string, string>()

  async function callIn(caseId: string): Promise<void> {
    try {
      const session = sessions.get(caseId) ?? (await openResponse(log, caseId))
      sessions.set(caseId, session)
      await callFor(context, session, rosterFile)
      said.delete(caseId)
    } catch (error) {
      sessions.delete(caseId)
      say(caseId, error)
    }
  }

  function say(caseId: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error)
    if (stopping.signal.aborted || said.get(caseId) === message) return
    said.set(caseId, message)
    const hint = error instanceof Error && 'hint' in error ? { hint: error.hint } : {}
    writeLog({ at: context.now().toISOString(), level: 'error', alarm: message, case: caseId, ...hint })
  }

  async function callForEver(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const cases = await casesToCall(database, looked)
        // A mail server that does not answer holds up the calls of no other case.
        await Promise.all(cases.map(callIn))
      } catch (error) {
        say('', error)
      }
      await sleep(pauseMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  }

  const calling = callForEver()
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await calling
    },
  }
}

async function callFor(context: AnlaufContext, session: ResponseSession, rosterFile: string): Promise<void> {
  const state = await session.refresh()
  if (state.case.status !== 'declared') return
  const isTold = untoldOverrides(state, context.now().toISOString()).length === 0
  if (isTold && openAlarms(state).length === 0) return
  const roster = readRosterFile(rosterFile)
  if (state.force.roster === undefined) {
    const by = signature(context)
    await session.execute({ command: 'takeRoster', roster, person: by.actor }, by)
  }
  await callOut(context, session, roster)
}
