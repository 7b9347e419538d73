import { setTimeout as sleep } from 'node:timers/promises'

import { type Database, evidenceLog } from '../../../adapters/database/index.ts'
import { mailReports, mailSender } from '../../../adapters/mail-out/index.ts'
import { relayTrouble } from '../../../core/deliveries/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { type NoticeSession, openNotices } from '../../../core/notices/index.ts'
import type { OpenMail } from '../access/mail-file.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { noCounts, takeFolder } from '../notice/bounce.ts'
import { unsubscribeByMail } from '../subscription/unsubscribe-mail.ts'
import { settleNotices } from '../notice/settle-notices.ts'

/** A bounce that becomes a call, or six hours of silence, is on the list within this time. */
const everyMs = 15_000
/** A flood of reports is read in pieces of this length; the call list is brought up to date between them. */
const bouncesForMs = 5_000

/**
 * Sends what is in the spool, of every class and case, takes in bounces and puts the silent on the call list, until
 * disposed of. Servers that do this side by side send nothing twice. What fails is said once and tried again.
 */
export function startNotices(
  context: AnlaufContext,
  options: {
    readonly database: Database
    readonly mail: OpenMail
    readonly estate: () => Estate
    readonly writeLog: (line: object) => unknown
    readonly pauseMs?: number
  },
): AsyncDisposable {
  const { database, mail, estate, writeLog, pauseMs = everyMs } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const log = evidenceLog(database)
  const reports = mailReports(database, { now: context.now })
  const sessions = new Map<string, NoticeSession>()
  let said = ''

  function say(problem: string): void {
    if (problem !== said && problem !== '')
      writeLog({ at: context.now().toISOString(), level: 'error', notices: problem })
    said = problem
  }

  /** True when more wait. */
  async function takeBounces(): Promise<boolean> {
    const { bounceFolder } = mail.place
    if (bounceFolder === undefined) return false
    const other = (bytes: Uint8Array): Promise<boolean> => unsubscribeByMail(context, database, bytes)
    return takeFolder(reports, bounceFolder, {
      bounces: mail.setup.bounces,
      counts: noCounts(),
      other,
      forMs: bouncesForMs,
    })
  }

  async function settleCase(caseId: string): Promise<void> {
    try {
      const session = sessions.get(caseId) ?? (await openNotices(log, caseId, estate))
      sessions.set(caseId, session)
      await settleNotices(session, reports, signature(context))
    } catch (error) {
      sessions.delete(caseId)
      throw error
    }
  }

  /** A folder that is away, or a case that cannot be read, keeps nobody of the others off the call list. */
  async function turn(): Promise<boolean> {
    const problems: unknown[] = []
    const hasMore = await takeBounces().catch((error: unknown) => (problems.push(error), false))
    for (const caseId of await reports.cases()) {
      await settleCase(caseId).catch((error: unknown) => problems.push(error))
    }
    if (problems.length > 0) throw problems[0]
    return hasMore
  }

  async function turns(): Promise<void> {
    while (!signal.aborted) {
      let hasMore = false
      try {
        hasMore = await turn()
        say('')
      } catch (error) {
        say(error instanceof Error ? error.message : String(error))
      }
      await sleep(hasMore ? 0 : pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  const sender = mailSender(database, mail.setup, { now: context.now }).keepSending({
    tell(problem, of) {
      // A database that is away is no fault of the relay: nobody shall look there at night.
      const said = of === 'relay' ? relayTrouble(problem, mail.place) : problem
      writeLog({ at: context.now().toISOString(), level: 'error', mail: said })
    },
    ...(options.pauseMs !== undefined && { pauseMs }),
  })
  const working = turns()
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await sender[Symbol.asyncDispose]()
      await working
    },
  }
}
