import { clockName, openClocks } from '../duties/index.ts'
import type { EvidenceLog } from '../evidence/index.ts'
import type { NoticeCommand } from './commands.ts'
import type { NoticeSession } from './notice-session.ts'

/**
 * Takes a receipt back: the recipient is called, and where it met the duty of the notice that duty is open again, unless
 * another person of the customer has proved to have a notice of that duty. Both times stay in the log.
 */
export async function voidReceipt(
  log: EvidenceLog,
  session: NoticeSession,
  command: Extract<NoticeCommand, { readonly command: 'void' }>,
  by: By,
): Promise<void> {
  const { duty, recipients } = session.desk.notices.get(command.notice) ?? {}
  const { tenant, receipt } = recipients?.get(command.recipient) ?? {}
  await session.execute(command, by)
  if (duty === undefined || tenant === undefined || receipt === undefined) return
  const clocks = await openClocks(log, session.desk.case.id)
  // What was met by anything else, or does not apply, this receipt did not settle.
  const met = clocks.log.submissions.get(clockName(duty, tenant)) ?? []
  if (!met.some(({ proof }) => proof === receipt.proof)) return
  const { reason } = command
  await clocks.execute({ command: 'reopen', duty, tenant, reason }, by)
  const other = earliestReceipt(session, duty, tenant)
  if (other === undefined) return
  const { metAt, proof, reference } = other
  const delayReason = `An earlier receipt was voided: ${reason}`
  await clocks.execute({ command: 'meet', duty, tenants: [tenant], metAt, proof, reference, delayReason }, by)
}

type By = { readonly actor: string; readonly at: string }

/** Of all notices of the duty, whoever of the customer has it longest. */
function earliestReceipt({ desk }: NoticeSession, duty: string, tenant: string) {
  return [...desk.notices.values()]
    .filter((one) => one.duty === duty)
    .flatMap(({ notice, recipients }) =>
      [...recipients.values()].flatMap(({ recipient, receipt, tenant: whose }) =>
        receipt === undefined || whose !== tenant
          ? []
          : [{ metAt: receipt.receivedAt, proof: receipt.proof, reference: `${notice} ${recipient}` }],
      ),
    )
    .toSorted((a, b) => Date.parse(a.metAt) - Date.parse(b.metAt))
    .at(0)
}
