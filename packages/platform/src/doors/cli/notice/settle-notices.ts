import { type MailReports, type UntoldMail } from '../../../adapters/mail-out/index.ts'
import { type NoticeSession, placeOfMailKey } from '../../../core/notices/index.ts'

const atOnce = 1000

/**
 * Tells the log what became of the mails, and puts on the call list who was silent for too long. A crash on the way
 * tells some of it again, which changes nothing. Returns how many mails had news.
 */
export async function settleNotices(
  session: NoticeSession,
  reports: Pick<MailReports, 'untold' | 'told'>,
  by: { readonly actor: string; readonly at: string },
): Promise<number> {
  const caseId = session.desk.case.id
  let told = 0
  for (;;) {
    const mails = await reports.untold(caseId, atOnce)
    const placed = mails.flatMap((mail) => {
      const place = placeOfMailKey(caseId, mail.key)
      return place === undefined ? [] : [{ ...place, outcome: outcomeOf(mail, place.recipient) }]
    })
    for (const [notice, list] of Map.groupBy(placed, (one) => one.notice)) {
      if (!session.desk.notices.has(notice)) continue
      await session.execute({ command: 'settle', notice, outcomes: list.map(({ outcome }) => outcome) }, by)
    }
    await reports.told(mails)
    told += placed.length
    if (mails.length < atOnce) break
  }
  await session.execute({ command: 'tick' }, by)
  return told
}

function outcomeOf({ state, reason, reply }: UntoldMail, recipient: string) {
  return { recipient, state, ...(reason !== undefined && { reason }), ...(reply !== undefined && { reply }) }
}
