import { clockFor, dutyNamed, openClocks } from '../../../core/duties/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import type { EvidenceLog } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { openNotices, proveReceipt } from '../../../core/notices/index.ts'
import { exerciseMark } from '../../../core/response/index.ts'
import type { StatementSession } from '../../../core/statements/index.ts'
import { addresseeOf } from '../statements/index.ts'

/** The duty that a proven receipt of a statement meets. */
export const deliveredDuty = 'gdpr-33-2'

interface Place {
  readonly log: EvidenceLog
  readonly session: StatementSession
  readonly estate: Estate
}

interface Receipt {
  readonly tenant: string
  readonly deliveredAt: string
  /** SHA-256 of the receipt. */
  readonly proof: string
  /** The notice that the letter carried: nobody has to call for it any more. */
  readonly notice?: string | undefined
}

interface Signed {
  readonly actor: string
  readonly at: string
}

/** Records a proven receipt and what follows from it; true when the duty towards this customer is met. Throws as the desk does. */
export async function letterDelivered(
  place: Place,
  { notice, ...receipt }: Receipt,
  by: Signed,
): Promise<boolean> {
  await place.session.execute({ command: 'deliver', ...receipt }, by)
  if (notice !== undefined) await receiveNotice(place, { ...receipt, notice }, by)
  return meetDuty(place, receipt, by)
}

/** The letter carried a notice: its recipient has it now. */
async function receiveNotice(
  { log, estate, session }: Place,
  { tenant, notice, deliveredAt, proof }: Receipt & { readonly notice: string },
  by: Signed,
): Promise<void> {
  const { exercise, id } = session.desk.case
  const { recipient } = addresseeOf(estate, tenant, { exercise, mark: exerciseMark })
  if (recipient === undefined) return
  const notices = await openNotices(log, id, () => estate)
  const receipt = {
    command: 'receive',
    notice,
    recipient,
    by: 'letter',
    receivedAt: deliveredAt,
    proof,
  } as const
  await proveReceipt(log, notices, receipt, by)
}

/** Meets the notice to the controller, once, also when the first try ended between the two steps. */
async function meetDuty(
  { log, session }: Place,
  { tenant, deliveredAt, proof }: Receipt,
  by: Signed,
): Promise<boolean> {
  const clocks = await openClocks(log, session.desk.case.id)
  if (!clocks.log.case.units.has(tenant)) return false
  const duty = dutyNamed(clocks.log, deliveredDuty)
  // Of 5,000 customers all clocks take 0.2 s, in which nobody else is answered.
  const { state } = clockFor(clocks.log, duty, tenant, Temporal.Instant.from(by.at))
  if (state.kind === 'met' || state.kind === 'notApplicable') return state.kind === 'met'
  const meeting = {
    command: 'meet' as const,
    duty: deliveredDuty,
    tenants: [tenant],
    metAt: deliveredAt,
    proof,
    reference: 'letter',
  }
  try {
    await clocks.execute(meeting, by)
  } catch (error) {
    // A late receipt wants its reason; the proof is worth more than the wording, and the log shows both times.
    if (!(error instanceof AnlaufError) || error.code !== 'input-invalid') throw error
    await clocks.execute({ ...meeting, delayReason: 'Receipt by letter proved only then.' }, by)
  }
  return true
}
