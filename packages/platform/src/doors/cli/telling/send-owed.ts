import {
  countOptInMails,
  type Database,
  forgetOptInMails,
  forgetUnconfirmed,
  noteOptInMail,
  owedMails,
  settleOwed,
  type Subscriptions,
} from '../../../adapters/database/index.ts'
import type { MailSpool } from '../../../adapters/mail-out/index.ts'
import { confirmWithinHours } from '../../../core/subscriptions/index.ts'
import { owedMail } from './owed-mail.ts'
import type { MailFace } from './update-mail.ts'

/**
 * Mails that strangers can cause. A mailbox: three in a day, so that nobody's is filled by others. A domain: 500 an
 * hour, as a large mail provider has in a large incident. All together: 3,000 an hour; an unknown sender of more is
 * blocked by the large receivers, and then the notices do not arrive either.
 */
const mostPerMailbox = 3
const mostPerDomainAndHour = 500
const mostPerHour = 3_000
const day = 24 * 3_600_000
const hour = 3_600_000
const atOnce = 200

export interface OwedSent {
  readonly sent: number
  readonly forgotten: number
}

/**
 * Puts the mails that filled-in forms caused into the spool, oldest first, within the limits; what is above a mailbox's is
 * dropped, what is above the others' waits. Forgets who did not confirm in time.
 */
export async function sendOwed(
  database: Database,
  options: {
    readonly now: () => Date
    readonly face: MailFace
    readonly subscriptions: Subscriptions
    readonly spoolIn: (session: Parameters<Parameters<Database['transaction']>[0]>[0]) => MailSpool
  },
): Promise<OwedSent> {
  const { now, face, subscriptions, spoolIn } = options
  const forgotten = await forgetUnconfirmed(database, new Date(now().getTime() - confirmWithinHours * hour))
  await forgetOptInMails(database, new Date(now().getTime() - day))
  let sent = 0
  // A flood of one domain waits for hours: it is counted once a round, not once for each of its thousands.
  const full = new Set<string>()
  let after = { since: new Date(0).toISOString(), id: '' }
  for (;;) {
    const round = await database.transaction(async (session) => {
      // One process at a time counts, or two would send twice as much.
      await session.query(`select pg_advisory_xact_lock(hashtextextended('anlauf opt-in mails', 0))`)
      const owed = await owedMails(session, { after, limit: atOnce })
      let mails = 0
      for (const { subscription, mailboxKey } of owed) {
        const domainName = (subscription.address ?? '').split('@')[1] ?? ''
        if (full.has(domainName)) continue
        const domain = subscriptions.hashOf(`domain ${domainName}`)
        const keys = { mailbox: mailboxKey, domain }
        const today = await countOptInMails(session, keys, new Date(now().getTime() - day))
        const lastHour = await countOptInMails(session, keys, new Date(now().getTime() - hour))
        if (lastHour.all >= mostPerHour) return { mails, last: undefined }
        const mail = today.mailbox < mostPerMailbox ? owedMail(subscription, face) : undefined
        // It waits, and holds up nobody with another mail provider.
        if (mail !== undefined && lastHour.domain >= mostPerDomainAndHour) {
          full.add(domainName)
          continue
        }
        if (mail !== undefined) {
          await spoolIn(session).add(mail)
          await noteOptInMail(session, keys, now())
          mails += 1
        }
        await settleOwed(session, subscription.id)
      }
      const last = owed.length < atOnce ? undefined : owed.at(-1)?.subscription
      return { mails, last }
    })
    sent += round.mails
    if (round.last === undefined) return { sent, forgotten }
    after = { since: round.last.owes?.since ?? '', id: round.last.id }
  }
}
