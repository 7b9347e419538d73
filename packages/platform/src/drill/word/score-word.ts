import type { Estate } from '../../core/estate/index.ts'
import type { Entry } from '../../core/evidence/index.ts'
import { callTasks, type NoticeDesk } from '../../core/notices/index.ts'
import { exerciseMark } from '../../core/response/index.ts'
import { auditWord } from '../replay/audit-word.ts'
import type { RelayedMail } from './exercise-relay.ts'

/** What telling customers and the public came to. */
export interface WordScore {
  /** False where the estate shows nobody a contact: then there is nothing that a public text could name. */
  readonly isPlayed: boolean
  readonly firstWordMinutes: number
  readonly updates: number
  /** Notices × customers, and how many of them proved that they have it. */
  readonly notices: number
  readonly proved: number
  /** Proved by the link in a mail, and by a call or letter because mail did not reach them. */
  readonly byLink: number
  readonly byCall: number
  readonly bounced: number
  readonly openCalls: number
  readonly contradictions: number
  readonly latePromises: number
  readonly openCorrections: number
  readonly namedCustomers: number
  /** Mails that went anywhere but to the mailbox of the exercise, or do not say that it is one. */
  readonly strayMails: number
}

const none: WordScore = {
  isPlayed: false,
  firstWordMinutes: 0,
  updates: 0,
  notices: 0,
  proved: 0,
  byLink: 0,
  byCall: 0,
  bounced: 0,
  openCalls: 0,
  contradictions: 0,
  latePromises: 0,
  openCorrections: 0,
  namedCustomers: 0,
  strayMails: 0,
}

interface Told {
  readonly entries: readonly Entry[]
  readonly caseId: string
  readonly estate: Estate
  readonly notices: NoticeDesk
  readonly mails: readonly RelayedMail[]
  readonly mailbox: string
  /** When somebody noticed. */
  readonly detectedAt: Date
}

/** The score, from the log and from what the relay really got; undefined stands for a drill without it. */
export function scoreWord(told: Told | undefined): WordScore {
  if (told === undefined) return none
  const { entries, caseId, estate, notices, mails, mailbox, detectedAt } = told
  const audit = auditWord(entries, caseId, estate)
  const recipients = [...notices.notices.values()].flatMap((notice) =>
    [...notice.recipients.values()].map((one) => ({ ...one, notice: notice.notice })),
  )
  const perTenant = Map.groupBy(recipients, ({ notice, tenant }) => `${notice} ${tenant}`)
  const receipts = recipients.flatMap(({ receipt }) => receipt ?? [])
  return {
    isPlayed: true,
    firstWordMinutes: Math.ceil((Date.parse(audit.firstWordAt ?? '') - detectedAt.getTime()) / 60_000),
    updates: audit.updates,
    notices: perTenant.size,
    proved: [...perTenant.values()].filter((list) => list.some(({ receipt }) => receipt !== undefined))
      .length,
    byLink: receipts.filter(({ by }) => by === 'link').length,
    byCall: receipts.filter(({ by }) => by !== 'link').length,
    bounced: recipients.filter(({ call }) => call?.because === 'bounced').length,
    openCalls: callTasks(notices).length,
    contradictions: audit.contradictions.length,
    latePromises: audit.latePromises.length,
    openCorrections: audit.openCorrections,
    namedCustomers: audit.namedCustomers.length,
    strayMails: mails.filter(({ to, data }) => to.join() !== mailbox || !isMarked(data)).length,
  }
}

/** The text stands in quoted-printable (RFC 2045): soft breaks and escaped bytes. */
function isMarked(data: string): boolean {
  const bytes = data
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString().includes(exerciseMark)
}

/** Why the drill fails on account of what was said, or not said. */
export function wordFailures(word: WordScore): string[] {
  if (!word.isPlayed) return []
  const conditions: [boolean, string][] = [
    [word.firstWordMinutes <= 240, `the first word came after ${word.firstWordMinutes} minutes`],
    [word.proved === word.notices, `${word.notices - word.proved} notices are not proved`],
    [word.openCalls === 0, `${word.openCalls} people have to be called`],
    [word.contradictions === 0, `${word.contradictions} updates say what the register does not`],
    [word.latePromises === 0, `${word.latePromises} promises of the next update were late`],
    [word.openCorrections === 0, `${word.openCorrections} corrections are open`],
    [word.namedCustomers === 0, `${word.namedCustomers} updates name a customer`],
    [word.strayMails === 0, `${word.strayMails} mails left the exercise, or are not marked`],
  ]
  return conditions.flatMap(([holds, why]) => (holds ? [] : [why]))
}

export function wordRow(word: WordScore): [string, string, boolean?] {
  if (!word.isPlayed) return ['Word outside', 'not played: the estate has no contact with the role "public"']
  const {
    firstWordMinutes,
    updates,
    proved,
    notices,
    byLink,
    byCall,
    bounced,
    contradictions,
    latePromises,
  } = word
  const reached = `${proved} of ${notices} notices proved (${byLink} by link, ${byCall} by call or letter, ${bounced} bounced)`
  return [
    'Word outside',
    `first after ${firstWordMinutes} min, ${updates} updates; ${reached}; ${contradictions} contradictions, ${latePromises} late promises`,
    wordFailures(word).length === 0,
  ]
}
