import { clockFor, type ClockCommand, type ClockSession, dutiesIn, openClocks } from '../duties/index.ts'
import type { EvidenceLog } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import type { NoticeCommand } from './commands.ts'
import type { NoticeSession } from './notice-session.ts'

type By = { readonly actor: string; readonly at: string }

/**
 * Records a call or a receipt, and for a first proof of a customer that the notice's duty is met: from there the
 * customer's own period runs. Done again, or twice at once, it changes nothing; also when the first time ended between
 * the two steps. Returns whether receipt is proved now. `clocks` spares reading the log again, where many come.
 */
export async function proveReceipt(
  log: EvidenceLog,
  session: NoticeSession,
  command: Extract<NoticeCommand, { readonly command: 'call' | 'receive' }>,
  by: By,
  {
    clocks = () => openClocks(log, session.desk.case.id),
  }: { readonly clocks?: () => Promise<ClockSession> } = {},
): Promise<boolean> {
  await session.execute(command, by)
  const notice = session.desk.notices.get(command.notice)
  const recipient = notice?.recipients.get(command.recipient)
  if (notice === undefined || recipient?.receipt === undefined) return false
  if (notice.duty === undefined) return true
  const { receivedAt, proof } = recipient.receipt
  await meetOnce(
    await clocks(),
    {
      command: 'meet',
      duty: notice.duty,
      tenants: [recipient.tenant],
      metAt: receivedAt,
      proof,
      reference: `${notice.notice} ${command.recipient}`,
    },
    by,
  )
  return true
}

type Meeting = Extract<ClockCommand, { command: 'meet' }>

/** Once: by whichever person of the customer, on whichever way, was first. */
export async function meetOnce(clocks: ClockSession, meeting: Meeting, by: By): Promise<void> {
  // A late receipt wants its reason. The proof is worth more than the wording, and the log shows both times.
  const reasons = [{}, { delayReason: 'Receipt was proved only then; see the notice.' }]
  for (const [attempt, reason] of reasons.entries()) {
    try {
      await clocks.execute({ ...meeting, ...reason }, by)
      return
    } catch (error) {
      // What refused has read all that is in the log.
      if (isRefusal(error) && !isOpen(clocks, meeting, by)) return
      if (!isRefusal(error) || attempt === reasons.length - 1) throw error
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof AnlaufError && (error.code === 'input-invalid' || error.code === 'not-found')
}

/** False when it is met, does not apply, or the case has no such clock. */
function isOpen({ log }: ClockSession, { duty: id, tenants = [] }: Meeting, { at }: By): boolean {
  const duty = dutiesIn(log).find((one) => one.id === id)
  const [tenant] = tenants
  if (duty === undefined || tenant === undefined || !log.case.units.has(tenant)) return false
  const { state } = clockFor(log, duty, tenant, Temporal.Instant.from(at))
  return !['met', 'notApplicable', 'noClock'].includes(state.kind)
}
