import { existsSync } from 'node:fs'
import { join } from 'node:path'

import type { Session } from '../../../adapters/database/index.ts'
import { mailSpool } from '../../../adapters/mail-out/index.ts'
import type { InquiryMail } from '../../../core/inquiries/index.ts'
import type { AnlaufContext } from '../context.ts'

/**
 * Puts mails into the spool, in the transaction of what they tell of; undefined where no mail file says how mail leaves
 * the house: a mail that nobody sends would leave a person waiting.
 */
export function sendingMails(
  context: AnlaufContext,
  /** The mail file that the workplace names; otherwise the one in the home. */
  mailFile?: string,
): ((session: Session, mails: readonly InquiryMail[]) => Promise<void>) | undefined {
  if (mailFile === undefined && !existsSync(join(context.home, 'mail.yaml'))) return undefined
  return async (session, mails) => {
    const within = {
      query: session.query.bind(session),
      transaction: <T>(work: (session: Session) => Promise<T>): Promise<T> => work(session),
    }
    await mailSpool(within, { now: context.now }).add(mails)
  }
}
