import { clockName, openClocks } from '../duties/index.ts'
import type { EvidenceLog } from '../evidence/index.ts'
import type { NoticeCommand } from './commands.ts'
import type { NoticeSession } from './notice-session.ts'
import { meetOnce } from './prove-receipt.ts'

/**
 * Takes a receipt back: the recipient is called, and where it met the duty of the notice that duty is open again, unless
 * another person of the customer has proved to have a notice of that duty. Both times stay in the log. The duty is opened
 * first: whoever is stopped between the two sees a duty that is open, never one that a voided receipt met, and can do it
 * again.
 */
export async function voidReceipt(
  log: EvidenceLog,
  session: NoticeSession,
  command: Extract<NoticeCommand, { readonly command: 'void' }>,
  by: By,
): Promise<void> {
  const { notices } = await session.refresh()
  const { duty, recipients } = notices.get(command.notice) ?? {}
  const { tenant, receipt } = recipients?.get(command.recipient) ?? {}
  const { reason } = command
  const isRefused = receipt === undefined || reason.trim() === ''
  if (duty === undefined || tenant === undefined || isRefused) {
    await session.execute(command, by)
    return
  }
  const clocks = await openClocks(log, session.desk.case.id)
  // What was met by anything else, or does not apply, this receipt did not settle.
  const met = clocks.log.submissions.get(clockName(duty, tenant)) ?? []
  if (met.some(({ proof }) => proof === receipt.proof)) {
    await clocks.execute({ command: 'reopen', duty, tenant, reason }, by)
  } else if (met.length > 0) {
    await session.execute(command, by)
    return
  }
  await session.execute(command, by)
  const other = earliestReceipt(session, duty, tenant)
  if (other === undefined) return
  const delayReason = `An earlier receipt was voided: ${reason}`
  await meetOnce(clocks, { command: 'meet', duty, tenants: [tenant], ...other, delayReason }, by)
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
