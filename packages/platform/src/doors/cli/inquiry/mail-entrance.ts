import { openCase } from '../../../core/case/index.ts'
import { type Database, evidenceLog } from '../../../adapters/database/index.ts'
import { readMailFile } from '../access/mail-file.ts'
import { noCase } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import type { OpenInquiries } from './open-inquiries.ts'
import { sendingMails } from './sending-mails.ts'
import type { MailEntrance } from './take-mail.ts'

/** How mail comes in: for the case that is worked on, with a short reply where mail leaves the house. */
export async function mailEntrance(
  context: AnlaufContext,
  {
    database,
    hours,
    estate,
    place,
    mailFile,
  }: Pick<OpenInquiries, 'database' | 'hours' | 'estate' | 'place' | 'mailFile'>,
  named?: string,
): Promise<MailEntrance> {
  const caseId = named ?? place?.case
  if (caseId !== undefined) await requireCase(context, database, caseId)
  const send = sendingMails(context, mailFile)
  const mail = await readMailFile(context, mailFile)
  const publicUrl = place?.url
  return {
    database,
    hours,
    now: context.now,
    own: mail === undefined ? [] : [mail.setup.from.address, mail.setup.bounces],
    ...(caseId !== undefined && { caseId }),
    ...(send !== undefined &&
      publicUrl !== undefined && {
        reply: { face: () => ({ provider: estate.provider.name, publicUrl: new URL(publicUrl) }), send },
      }),
  }
}

/** Throws `not-found` for a case that nobody declared. */
export async function requireCase(context: AnlaufContext, database: Database, caseId: string): Promise<void> {
  if ((await openCase(evidenceLog(database), caseId)).state.status === 'none') throw noCase(context, caseId)
}
