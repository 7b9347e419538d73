import { createHash } from 'node:crypto'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { clocksOf, openClocks } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { openNotices, proveReceipt } from '../../../core/notices/index.ts'
import { exerciseMark } from '../../../core/response/index.ts'
import { addresseeOf } from '../../../phases/comply/statements/index.ts'
import { readInputFile } from '../access/input-file.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseTime } from '../flags/flag-values.ts'
import { noticeNameFlag } from '../notice/desk.ts'
import { printJson, printLines } from '../terminal/output.ts'
import {
  openOffice,
  presentOf,
  type StatementFlags,
  statementFlags,
  type StatementOffice,
  tenantFlag,
  tenantsOf,
} from './access.ts'

interface DeliveredFlags extends StatementFlags {
  readonly tenant: string
  readonly at: Date
  readonly receipt: string
  readonly notice?: string
}

/** The duty that a proven receipt of a statement meets. */
const duty = 'gdpr-33-2'

export const statementDelivered = buildCommand<DeliveredFlags, [], AnlaufContext>({
  docs: {
    brief: 'Record the proof that a letter arrived; it starts the own 72 hours of the customer',
    fullDescription: 'The file of the receipt is hashed; keep it with "anlauf evidence acquire".',
  },
  parameters: {
    flags: {
      ...statementFlags,
      tenant: tenantFlag,
      at: {
        kind: 'parsed',
        parse: parseTime,
        brief: 'When it was handed over, with zone',
        placeholder: 'time',
      },
      notice: {
        ...noticeNameFlag,
        optional: true,
        brief: 'The notice that the letter belongs to: nobody has to call for it any more',
      },
      receipt: {
        kind: 'parsed',
        parse: String,
        brief: 'The advice of receipt, scanned',
        placeholder: 'file',
      },
    },
  },
  async func(flags) {
    const receipt = readInputFile(flags.receipt, { what: 'receipt', maxBytes: 64 * 1024 * 1024 })
    const proof = createHash('sha256').update(receipt).digest('hex')
    await using office = await openOffice(this, flags)
    const [tenant] = tenantsOf(office, flags.tenant)
    if (tenant === undefined) return
    presentOf(office, tenant)
    const deliveredAt = flags.at.toISOString()
    await office.session.execute({ command: 'deliver', tenant, deliveredAt, proof }, signature(this))
    if (flags.notice !== undefined)
      await receiveNotice(this, office, { ...flags, notice: flags.notice, deliveredAt, proof })
    const isMet = await meetDuty(this, office, { tenant, deliveredAt, proof, caseId: flags.case })
    if (flags.json) return printJson(this, { tenant, deliveredAt, proof, dutyMet: isMet })
    printLines(this, [
      `Recorded: ${printName(tenant)} received it at ${deliveredAt}, proof ${proof}.`,
      isMet
        ? `The duty ${duty} towards ${printName(tenant)} is met; its own 72 hours run.`
        : `No clock ${duty} was open for ${printName(tenant)}.`,
    ])
  },
})

/** The letter carried a notice: its recipient has it now. */
async function receiveNotice(
  context: AnlaufContext,
  { stores, estate, session }: StatementOffice,
  given: {
    readonly case: string
    readonly tenant: string
    readonly notice: string
    readonly deliveredAt: string
    readonly proof: string
  },
): Promise<void> {
  const { tenant, notice, deliveredAt, proof } = given
  const { exercise } = session.desk.case
  const { recipient } = addresseeOf(estate, tenant, { exercise, mark: exerciseMark })
  if (recipient === undefined) return
  const notices = await openNotices(stores.log, given.case, () => estate)
  const receipt = {
    command: 'receive',
    notice,
    recipient,
    by: 'letter',
    receivedAt: deliveredAt,
    proof,
  } as const
  await proveReceipt(stores.log, notices, receipt, signature(context))
}

/** Meets the notice to the controller, once, also when the first try ended between the two steps. */
async function meetDuty(
  context: AnlaufContext,
  { stores }: StatementOffice,
  given: {
    readonly tenant: string
    readonly deliveredAt: string
    readonly proof: string
    readonly caseId: string
  },
): Promise<boolean> {
  const { tenant, deliveredAt, proof, caseId } = given
  const clocks = await openClocks(stores.log, caseId)
  const now = Temporal.Instant.from(context.now().toISOString())
  const clock = clocksOf(clocks.log, now).find((one) => one.duty.id === duty && one.tenant === tenant)
  if (clock === undefined || clock.state.kind === 'met' || clock.state.kind === 'notApplicable') {
    return clock?.state.kind === 'met'
  }
  const meeting = {
    command: 'meet' as const,
    duty,
    tenants: [tenant],
    metAt: deliveredAt,
    proof,
    reference: 'letter',
  }
  try {
    await clocks.execute(meeting, signature(context))
  } catch (error) {
    // A late receipt wants its reason; the proof is worth more than the wording, and the log shows both times.
    if (!(error instanceof AnlaufError) || error.code !== 'input-invalid') throw error
    await clocks.execute(
      { ...meeting, delayReason: 'Receipt by letter proved only then.' },
      signature(context),
    )
  }
  return true
}
