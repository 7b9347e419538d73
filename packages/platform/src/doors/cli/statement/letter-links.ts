import { noticeProofs } from '../../../adapters/mail-out/index.ts'
import { exerciseMark } from '../../../core/response/index.ts'
import { addresseeOf } from '../../../phases/comply/statements/index.ts'
import { readMailFile } from '../access/mail-file.ts'
import type { AnlaufContext } from '../context.ts'
import { noticeKey } from '../notice/desk.ts'
import type { StatementOffice } from './access.ts'

/**
 * The links that confirm a notice, by recipient: the same ones as in its mails. Nobody has one without a notice or a place
 * outside that takes the answer.
 */
export async function linksFor(
  context: AnlaufContext,
  { database, estate, session }: StatementOffice,
  part: readonly { readonly tenant: string }[],
  { notice, mail, case: caseId }: { readonly notice?: string; readonly mail?: string; readonly case: string },
): Promise<(recipient: string) => string | undefined> {
  const links = notice === undefined ? undefined : (await readMailFile(context, mail))?.place.links
  if (notice === undefined || links === undefined) return () => undefined
  const { exercise } = session.desk.case
  const recipients = part.flatMap(({ tenant }) => {
    const { recipient, language } = addresseeOf(estate, tenant, { exercise, mark: exerciseMark })
    return recipient === undefined ? [] : [{ recipient, language }]
  })
  const proofs = noticeProofs(database, await noticeKey(context))
  const made = await proofs.make(recipients.map(({ recipient }) => ({ case: caseId, notice, recipient })))
  const known = new Map(
    recipients.map(({ recipient, language }, at) => [
      recipient,
      new URL(`/a/${made[at]?.token ?? ''}?lang=${language}`, links).href,
    ]),
  )
  return (recipient) => known.get(recipient)
}
