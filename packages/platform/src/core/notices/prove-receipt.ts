import { clocksOf, openClocks } from '../duties/index.ts'
import type { EvidenceLog } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import type { NoticeCommand } from './commands.ts'
import type { NoticeSession } from './notice-session.ts'

type By = { readonly actor: string; readonly at: string }

/**
 * Records a call or a receipt, and for a first proof of a customer that the notice's duty is met: from there the
 * customer's own period runs. Done again it changes nothing, also when the first time ended between the two steps.
 * Returns whether receipt is proved now.
 */
export async function proveReceipt(
  log: EvidenceLog,
  session: NoticeSession,
  command: Extract<NoticeCommand, { readonly command: 'call' | 'receive' }>,
  by: By,
): Promise<boolean> {
  await session.execute(command, by)
  const notice = session.desk.notices.get(command.notice)
  const recipient = notice?.recipients.get(command.recipient)
  if (notice === undefined || recipient?.receipt === undefined) return false
  if (notice.duty === undefined) return true
  const { receivedAt, proof } = recipient.receipt
  const clocks = await openClocks(log, session.desk.case.id)
  const now = Temporal.Instant.from(by.at)
  const clock = clocksOf(clocks.log, now).find(
    ({ duty, tenant }) => duty.id === notice.duty && tenant === recipient.tenant,
  )
  // Met by another person of the same customer, or no clock of this case.
  if (clock === undefined || clock.state.kind === 'met' || clock.state.kind === 'notApplicable') return true
  const meeting = {
    command: 'meet' as const,
    duty: notice.duty,
    tenants: [recipient.tenant],
    metAt: receivedAt,
    proof,
    reference: `${notice.notice} ${command.recipient}`,
  }
  try {
    await clocks.execute(meeting, by)
  } catch (error) {
    // A late receipt wants its reason; the proof is worth more than the wording, and the log shows both times.
    if (!(error instanceof AnlaufError) || error.code !== 'input-invalid') throw error
    await clocks.execute({ ...meeting, delayReason: 'Receipt proved only then; see the notice.' }, by)
  }
  return true
}
