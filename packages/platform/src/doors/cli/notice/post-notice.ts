import { type MailSpool, mailSpool } from '../../../adapters/mail-out/index.ts'
import type { MailDraft } from '../../../core/deliveries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  addressesOf,
  composeNotice,
  noticeMailKey,
  noticeContent,
  type RecipientState,
} from '../../../core/notices/index.ts'
import { noticeOf, type OpenNoticeDesk } from './desk.ts'
import { letterOf, lettersDigest } from './letters.ts'

/** About 2 MB of usual notices go to the disk together. */
const atOnce = 500

/**
 * Puts the mails of a notice that went out into the spool, and makes the read-back codes of everybody. Done again it
 * adds what is missing and nothing else: a crash between the decision and the spool loses nobody.
 */
export async function postNotice(
  open: Pick<OpenNoticeDesk, 'database' | 'session' | 'proofs' | 'estate'>,
  name: string,
  options: {
    readonly links?: string
    readonly letters?: string
    readonly now: () => Date
    readonly onProgress?: (done: number, total: number) => void
  },
): Promise<{ readonly added: number; readonly known: number }> {
  const { database, session, proofs, estate } = open
  const { links, letters, now, onProgress } = options
  const state = noticeOf(session, name)
  const notice = noticeContent(state)
  const caseId = session.desk.case.id
  requireLetters(notice, letters)
  const spool = mailSpool(database, { now })
  const waysOf = addressesOf(estate(), session.desk.case)
  const recipients = [...state.recipients.values()]
  const total = { added: 0, known: 0 }
  for (let from = 0; from < recipients.length; from += atOnce) {
    const some = recipients.slice(from, from + atOnce)
    const made = await proofs.make(some.map(({ recipient }) => ({ case: caseId, notice: name, recipient })))
    const mailed = some.filter(({ way, receipt }) => way === 'mail' && receipt === undefined)
    const tokens = new Map(some.map(({ recipient }, at) => [recipient, made[at]?.token]))
    const missing = await withoutMail(spool, caseId, name, mailed)
    const drafts = missing.flatMap((one): readonly MailDraft[] => {
      const [to, ...alternates] = waysOf(one.recipient).mails
      const token = tokens.get(one.recipient)
      // The contact left the estate since: the silence of six hours brings a call.
      if (to === undefined) return []
      const link =
        links === undefined || token === undefined
          ? undefined
          : new URL(`/a/${token}?lang=${one.language}`, links).href
      const words = composeNotice(notice, one, {
        estate: estate(),
        state: session.desk.case,
        ...(link !== undefined && { link }),
      })
      return [
        {
          key: noticeMailKey(caseId, name, one.recipient),
          class: 'A',
          case: caseId,
          to,
          alternates,
          ...words,
          ...(letters !== undefined && {
            attachments: [
              { name: `${one.tenant}.pdf`, type: 'application/pdf', content: letterOf(letters, one.tenant) },
            ],
          }),
        },
      ]
    })
    const { added } = await spool.add(drafts)
    total.added += added
    total.known += mailed.length - missing.length
    onProgress?.(Math.min(from + atOnce, recipients.length), recipients.length)
  }
  return total
}

async function withoutMail(
  spool: MailSpool,
  caseId: string,
  notice: string,
  recipients: readonly RecipientState[],
): Promise<readonly RecipientState[]> {
  const keyOf = ({ recipient }: RecipientState): string => noticeMailKey(caseId, notice, recipient)
  const known = new Set((await spool.find(recipients.map(keyOf))).map(({ key }) => key))
  return recipients.filter((one) => !known.has(keyOf(one)))
}

/** Throws `input-invalid` unless the folder holds exactly the letters that were signed with the notice, if any were. */
export function requireLetters(
  notice: { readonly letters?: string; readonly tenants: readonly string[] },
  folder: string | undefined,
): void {
  if (notice.letters === undefined && folder === undefined) return
  if (
    notice.letters === undefined ||
    folder === undefined ||
    lettersDigest(folder, notice.tenants) !== notice.letters
  ) {
    throw new AnlaufError('input-invalid', 'The letters are not those that were signed with the notice.', {
      hint:
        folder === undefined
          ? 'Give the folder with --letters.'
          : 'Use the folder with which it was drafted; a changed letter has to be signed anew. Nothing was queued.',
    })
  }
}
