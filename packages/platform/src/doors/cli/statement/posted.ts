import { createHash } from 'node:crypto'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { clocksOf, openClocks } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { statementStage } from '../../../core/statements/index.ts'
import { readInputFile } from '../access/input-file.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine, parseTime } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'
import {
  openOffice,
  presentOf,
  someTenantFlag,
  type StatementFlags,
  statementFlags,
  type StatementOffice,
  tenantFlag,
  tenantsOf,
} from './access.ts'

interface PostedFlags extends StatementFlags {
  readonly tenant?: string
  readonly at: Date
  readonly registered: boolean
  readonly number?: string
}

export const statementPosted = buildCommand<PostedFlags, [], AnlaufContext>({
  docs: {
    brief: 'Record that letters were given to the post; without --tenant all that are approved',
  },
  parameters: {
    flags: {
      ...statementFlags,
      tenant: someTenantFlag,
      at: { kind: 'parsed', parse: parseTime, brief: 'When, with zone', placeholder: 'time' },
      registered: { kind: 'boolean', default: false, brief: 'Registered, with advice of receipt' },
      number: {
        kind: 'parsed',
        parse: parseLine,
        optional: true,
        brief: 'Number of the consignment, of one letter',
        placeholder: 'text',
      },
    },
  },
  async func(flags) {
    await using office = await openOffice(this, flags)
    const { desk } = office.session
    if (desk.case.exercise) {
      throw new AnlaufError('gate-closed', 'In an exercise no letter is posted.', {
        hint: 'The letters have no address; look at them, and go on with the exercise.',
      })
    }
    const tenants =
      flags.tenant === undefined
        ? tenantsOf(office, undefined).filter((tenant) => {
            const revision = desk.statements.get(tenant)?.at(-1)
            return revision !== undefined && statementStage(desk, revision) === 'approved'
          })
        : tenantsOf(office, flags.tenant)
    if (tenants.length === 0) {
      throw new AnlaufError('nothing-to-do', 'No approved letter waits for the post.', {
        hint: 'See "anlauf statement list".',
      })
    }
    const { number, registered } = flags
    await office.session.execute(
      {
        command: 'post',
        tenants,
        how: registered ? 'registered' : 'letter',
        postedAt: flags.at.toISOString(),
        ...(number !== undefined && { reference: number }),
      },
      signature(this),
    )
    if (flags.json) return printJson(this, { posted: tenants.length })
    printLines(this, [
      `Recorded: ${tenants.length} letters posted.`,
      registered
        ? 'When a receipt comes back: anlauf statement delivered --tenant ID --at TIME --receipt FILE'
        : 'A plain letter proves no receipt: call, or wait for the acknowledgement.',
    ])
  },
})

interface DeliveredFlags extends StatementFlags {
  readonly tenant: string
  readonly at: Date
  readonly receipt: string
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
