import { type ClockCommand, type ClockSession, clocksOf, openClocks } from '../duties/index.ts'
import type { EvidenceLog } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import type { NoticeCommand } from './commands.ts'
import type { NoticeSession } from './notice-session.ts'

type By = { readonly actor: string; readonly at: string }

/**
 * Records a call or a receipt, and for a first proof of a customer that the notice's duty is met: from there the
 * customer's own period runs. Done again, or twice at once, it changes nothing; also when the first time ended between
 * the two steps. Returns whether receipt is proved now.
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
  const meeting: Extract<ClockCommand, { command: 'meet' }> = {
    command: 'meet',
    duty: notice.duty,
    tenants: [recipient.tenant],
    metAt: receivedAt,
    proof,
    reference: `${notice.notice} ${command.recipient}`,
  }
  await meet(clocks, meeting, by)
  return true
}

/** Once: by whichever person of the customer, on whichever way, was first. */
async function meet(
  clocks: ClockSession,
  meeting: Extract<ClockCommand, { command: 'meet' }>,
  by: By,
): Promise<void> {
  // A late receipt wants its reason. The proof is worth more than the wording, and the log shows both times.
  const reasons = [{}, { delayReason: 'Receipt was proved only then; see the notice.' }]
  for (const [attempt, reason] of reasons.entries()) {
    if (!isOpen(clocks, meeting, by)) return
    try {
      await clocks.execute({ ...meeting, ...reason }, by)
      return
    } catch (error) {
      const isRefused = error instanceof AnlaufError && error.code === 'input-invalid'
      if (!isRefused || (attempt === reasons.length - 1 && isOpen(clocks, meeting, by))) throw error
    }
  }
}

/** False when it is met, does not apply, or the case has no such clock. */
function isOpen(
  { log }: ClockSession,
  { duty: id, tenants = [] }: Extract<ClockCommand, { command: 'meet' }>,
  { at }: By,
): boolean {
  const clock = clocksOf(log, Temporal.Instant.from(at)).find(
    ({ duty, tenant }) => duty.id === id && tenant !== undefined && tenants.includes(tenant),
  )
  return clock !== undefined && clock.state.kind !== 'met' && clock.state.kind !== 'notApplicable'
}
