import { createHash } from 'node:crypto'

import { type InquiryInbox, inquiryInbox, type PostInquiries } from '../../../adapters/database/index.ts'
import { confirmationMail, type Inquiry, type Submission } from '../../../core/inquiries/index.ts'
import { mailboxBehind } from '../../../core/subscriptions/index.ts'
import { rateLimit } from '../../http/index.ts'
import type { OutsideParts } from '../outside-parts.ts'
import { freshInquiry } from './fresh-inquiry.ts'

/** Takes a submission in; when it resolves the inquiry is on disk. Throws `too-many-requests`, `database-failed`. */
export type TakeInquiry = (submission: Submission, shownAt: string, caller: string) => Promise<Inquiry>

/**
 * An office behind one address sends twenty at once, then one every six seconds. One mailbox, whatever stands behind a
 * "+", is asked to confirm five times, then once an hour: the form is no way to fill somebody's mailbox.
 */
export function takingInquiries(parts: OutsideParts): TakeInquiry {
  const { now, secret, database, deskHours, caseId, sendMails } = parts
  const ofCaller = rateLimit({ perMinute: 10, burst: 20, now })
  const toAddress = rateLimit({ perMinute: 1 / 60, burst: 5, now })
  const inbox: InquiryInbox = inquiryInbox(database, {
    hours: deskHours,
    ...(sendMails !== undefined && { post: posting(parts) }),
  })
  const recent = new Map<string, Promise<Inquiry>>()

  const freshAt = (submission: Submission, shownAt: string, attempt: number): Inquiry =>
    freshInquiry(submission, {
      secret,
      shownAt,
      at: now().toISOString(),
      desk: deskHours(),
      caseId,
      asksToConfirm: sendMails !== undefined,
      attempt,
    })

  async function store(
    first: Inquiry,
    submission: Submission,
    shownAt: string,
    caller: string,
  ): Promise<Inquiry> {
    ofCaller.take(caller)
    const { email } = submission.words
    if (sendMails !== undefined && email !== undefined) {
      toAddress.take(createHash('sha256').update(mailboxBehind(email)).digest('base64url'))
    }
    for (let [inquiry, attempt] = [first, 1]; ; attempt += 1) {
      if (await inbox({ inquiry })) return inquiry
      inquiry = freshAt(submission, shownAt, attempt)
    }
  }

  return (submission, shownAt, caller) => {
    // Clicked twice: the second click waits for the first and costs nothing.
    const first = freshAt(submission, shownAt, 0)
    const { reference } = first
    const known = recent.get(reference)
    if (known !== undefined) return known
    const taking = store(first, submission, shownAt, caller)
    recent.set(reference, taking)
    taking.catch(() => recent.delete(reference))
    const [oldest] = recent.keys()
    if (recent.size > maxRecent && oldest !== undefined) recent.delete(oldest)
    return taking
  }
}

/** Clicks come within seconds; what is forgotten here is still known to the table. */
const maxRecent = 2000

function posting({ sendMails, face, publicUrl }: OutsideParts): PostInquiries {
  return async (session, inquiries) => {
    const { provider } = face()
    const mails = inquiries.flatMap((inquiry) => confirmationMail(inquiry, { provider, publicUrl }) ?? [])
    if (mails.length > 0) await sendMails?.(session, mails)
  }
}
