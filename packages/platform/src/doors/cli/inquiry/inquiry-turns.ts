import { setTimeout as sleep } from 'node:timers/promises'

import {
  type Database,
  deleteUnconfirmed,
  openReturnedAnswers,
  type Reminded,
  remindOfLaw,
  remindOfInquiries,
  type Session,
} from '../../../adapters/database/index.ts'
import {
  confirmWithinHours,
  type DeskHours,
  lawReminderMail,
  reminderMail,
  requestClockOf,
  type InquiryMail,
} from '../../../core/inquiries/index.ts'
import type { LegalProfile } from '../../../core/estate/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'

/** A promise is counted in hours; a minute late is early enough. */
const everyMs = 60_000

/** Who hears that an answer is due, and who when it is late. */
export interface DeskPeople {
  readonly desk?: string
  readonly lead?: string
}

/**
 * Once a minute, until disposed of: deletes what nobody confirmed in 72 hours, reminds the desk 12 and 4 counted hours
 * before an answer is due, tells the lead when it is late, and opens again what an answer that came back had closed. Servers that do this side by side tell nobody twice.
 */
export function startInquiryTurns(
  context: AnlaufContext,
  options: {
    readonly database: Database
    readonly hours: () => DeskHours
    readonly people: DeskPeople
    /** Who we are in law; nobody said: what is owed runs. */
    readonly profile?: () => LegalProfile
    readonly sendMails?: (session: Session, mails: readonly InquiryMail[]) => Promise<void>
    readonly writeLog: (line: object) => unknown
    readonly pauseMs?: number
  },
): AsyncDisposable {
  const { writeLog, pauseMs = everyMs } = options
  const stopping = new AbortController()
  let said = ''

  async function turnsForEver(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await inquiryTurn(context, options)
        said = ''
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        if (message !== said)
          writeLog({ at: context.now().toISOString(), level: 'error', inquiries: message })
        said = message
      }
      await sleep(pauseMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  }

  const turning = turnsForEver()
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await turning
    },
  }
}

/** One look: returns what was deleted and of what was reminded. */
export async function inquiryTurn(
  context: AnlaufContext,
  { database, hours, people, sendMails, writeLog, profile }: Parameters<typeof startInquiryTurns>[1],
): Promise<{ readonly expired: number; readonly reminded: readonly Reminded[] }> {
  const now = context.now()
  const { actor, at } = signature(context)
  const before = new Date(now.getTime() - confirmWithinHours * 3_600_000)
  const expired = await deleteUnconfirmed(database, { before, at, actor })
  const desk = hours()
  const reminded = await remindOfInquiries(database, {
    now,
    desk,
    actor,
    async along(session, page) {
      const mails = page.flatMap(({ inquiry, reminder }) => {
        const to = reminder === 'overdue' ? (people.lead ?? people.desk) : people.desk
        return to === undefined ? [] : (reminderMail(inquiry, reminder, to) ?? [])
      })
      if (mails.length > 0) await sendMails?.(session, mails)
    },
  })
  for (const { inquiry, reminder } of reminded) {
    writeLog({ at, level: reminder === 'overdue' ? 'warn' : 'info', inquiry: inquiry.reference, reminder })
  }
  const law = await remindOfLaw(database, {
    now,
    clockOf: (inquiry) =>
      requestClockOf(inquiry, { now: now.toTemporalInstant(), profile: profile?.() ?? {} }),
    actor,
    async along(session, page) {
      const mails = page.flatMap((one) => {
        const to = one.isOver ? (people.lead ?? people.desk) : people.desk
        return to === undefined ? [] : (lawReminderMail(one.inquiry, { ...one, at }, to) ?? [])
      })
      if (mails.length > 0) await sendMails?.(session, mails)
    },
  })
  for (const { inquiry, due, isOver } of law) {
    writeLog({ at, level: isOver ? 'warn' : 'info', inquiry: inquiry.reference, duty: 'gdpr-12-3', due })
  }
  for (const { reference } of await openReturnedAnswers(database, { at, actor, desk })) {
    writeLog({ at, level: 'warn', inquiry: reference, answer: 'came back; it is open again' })
  }
  return { expired, reminded }
}
