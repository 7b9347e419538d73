import { createHash } from 'node:crypto'

import {
  type Database,
  evidenceLogWithin,
  keepTelling,
  subscribersAfter,
  takeTelling,
  toldNumbers,
} from '../../../adapters/database/index.ts'
import type { MailSpool } from '../../../adapters/mail-out/index.ts'
import { concerns, isReached, type Subscription } from '../../../core/subscriptions/index.ts'
import type { Desk, Published } from '../../../core/updates/index.ts'
import { announcementsOf } from './announcement.ts'
import { type MailFace, updateMail } from './update-mail.ts'

export interface TellSubscribersOptions {
  readonly now: () => Date
  readonly actor: string
  readonly face: MailFace
  readonly spoolIn: (session: Parameters<Parameters<Database['transaction']>[0]>[0]) => MailSpool
}

/** About 2 MB of mails in one transaction. */
const batchSize = 500

/**
 * Puts the mails about every update that is published and not told yet into the spool: each subscriber whom it concerns
 * and who had confirmed when it was published, once. How far it is stands in the same transaction as the mails, so that
 * a process may die at any moment. Says how many mails were put in.
 */
export async function tellSubscribers(
  database: Database,
  desk: Desk,
  options: TellSubscribersOptions,
): Promise<number> {
  const told = await toldNumbers(database, desk.case.id)
  let mails = 0
  for (const update of desk.published.filter(({ number }) => !told.has(number))) {
    for (;;) {
      const batch = await tellBatch(database, desk, update, options)
      mails += batch.mails
      if (batch.isDone) break
    }
  }
  return mails
}

async function tellBatch(
  database: Database,
  desk: Desk,
  update: Published,
  { now, actor, face, spoolIn }: TellSubscribersOptions,
): Promise<{ readonly mails: number; readonly isDone: boolean }> {
  const place = { caseId: desk.case.id, number: update.number }
  const announcements = announcementsOf(desk.published)
  const announcement = announcements.get(update.number)
  return database.transaction(async (session) => {
    const telling = await takeTelling(session, { ...place, at: now() })
    if (telling === undefined || announcement === undefined) return { mails: 0, isDone: true }
    const asked = { after: telling.toldUpTo, limit: batchSize, publishedAt: update.at }
    const { subscribers, upTo, isLast } = await subscribersAfter(session, place.caseId, asked)
    const concerned = subscribers.filter(
      (one): one is Subscription & { address: string } =>
        isReached(one) && concerns(one.scope, announcement, announcements),
    )
    if (concerned.length > 0) {
      await spoolIn(session).add(concerned.map((one) => updateMail(update, one, face)))
    }
    const recipients = telling.recipients + concerned.length
    const digest = continued(telling.digest, concerned)
    await keepTelling(session, place, {
      toldUpTo: upTo ?? telling.toldUpTo,
      recipients,
      digest,
      doneAt: isLast ? now() : undefined,
    })
    if (isLast) {
      // Who was told can be proved later by the ids that make this digest; the log names nobody.
      const data = { number: update.number, contentHash: update.contentHash, recipients, subscribers: digest }
      await evidenceLogWithin(session).append(place.caseId, [
        { actor, at: now().toISOString(), action: 'transfer', kind: 'subscription.told', data },
      ])
    }
    return { mails: concerned.length, isDone: isLast }
  })
}

/** SHA-256 over the digest so far and the ids that came, one a line. */
function continued(digest: string, subscribers: readonly Pick<Subscription, 'id'>[]): string {
  return createHash('sha256')
    .update([digest, ...subscribers.map(({ id }) => id)].map((line) => `${line}\n`).join(''))
    .digest('hex')
}
