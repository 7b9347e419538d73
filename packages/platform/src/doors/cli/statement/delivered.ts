import { createHash } from 'node:crypto'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { deliveredDuty, letterDelivered } from '../../../phases/comply/delivered/index.ts'
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
  tenantFlag,
  tenantsOf,
} from './access.ts'

interface DeliveredFlags extends StatementFlags {
  readonly tenant: string
  readonly at: Date
  readonly receipt: string
  readonly notice?: string
}

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
    const { session, estate, stores } = office
    const isMet = await letterDelivered(
      { log: stores.log, session, estate },
      { tenant, deliveredAt, proof, notice: flags.notice },
      signature(this),
    )
    if (flags.json) return printJson(this, { tenant, deliveredAt, proof, dutyMet: isMet })
    printLines(this, [
      `Recorded: ${printName(tenant)} received it at ${deliveredAt}, proof ${proof}.`,
      isMet
        ? `The duty ${deliveredDuty} towards ${printName(tenant)} is met; its own 72 hours run.`
        : `No clock ${deliveredDuty} was open for ${printName(tenant)}.`,
    ])
  },
})
