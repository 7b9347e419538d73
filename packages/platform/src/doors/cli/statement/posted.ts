import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { statementStage } from '../../../core/statements/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine, parseTime } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'
import {
  openOffice,
  someTenantFlag,
  type StatementFlags,
  statementFlags,
  tenantsOf,
  whereabouts,
} from './access.ts'
import { outdatedAnywayFlag, outdatedCheck, outdatedLines } from './outdated.ts'

interface PostedFlags extends StatementFlags {
  readonly tenant?: string
  readonly at: Date
  readonly registered: boolean
  readonly number?: string
  readonly outdatedAnyway?: string
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
      outdatedAnyway: outdatedAnywayFlag,
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
    const tenants =
      flags.tenant === undefined
        ? tenantsOf(office, undefined).filter((tenant) => {
            const revision = desk.statements.get(tenant)?.at(-1)
            return revision !== undefined && statementStage(desk, tenant, revision) === 'approved'
          })
        : tenantsOf(office, flags.tenant)
    if (tenants.length === 0) {
      throw new AnlaufError('nothing-to-do', 'No approved letter waits for the post.', {
        hint: 'See "anlauf statement list".',
      })
    }
    const { number, registered, outdatedAnyway } = flags
    const isOutdated = outdatedCheck(office, this.now())
    const outdated = tenants.filter((tenant) => {
      const revision = desk.statements.get(tenant)?.at(-1)
      return revision !== undefined && isOutdated({ tenant, revision })
    })
    await office.session.execute(
      {
        command: 'post',
        tenants,
        how: registered ? 'registered' : 'letter',
        postedAt: flags.at.toISOString(),
        outdated,
        ...(outdatedAnyway !== undefined && { outdatedAnyway }),
        ...(number !== undefined && { reference: number }),
      },
      signature(this),
    )
    if (flags.json) return printJson(this, { posted: tenants.length, outdated })
    printLines(this, [
      `Recorded: ${tenants.length} letters posted.`,
      ...outdatedLines(outdated),
      registered
        ? `When a receipt comes back: anlauf statement delivered ${whereabouts(flags)} --tenant ID --at TIME --receipt FILE`
        : 'A plain letter proves no receipt: call, or wait for the acknowledgement.',
    ])
  },
})
