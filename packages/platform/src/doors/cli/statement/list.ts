import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { statementStage } from '../../../core/statements/index.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'
import {
  openOffice,
  someTenantFlag,
  type StatementFlags,
  statementFlags,
  type StatementOffice,
  tenantsOf,
} from './access.ts'
import { outdatedCheck } from './outdated.ts'

interface ListFlags extends StatementFlags {
  readonly tenant?: string
  readonly outdated: boolean
}

/** Where one tenant's statement stands. */
interface Standing {
  readonly tenant: string
  readonly stage: string
  readonly revision: number
  readonly contentHash?: string
  readonly draftedAt?: string
  readonly postedAt?: string
  readonly deliveredAt?: string
  /** Findings, facts or figures are others than it says. */
  readonly needsRevision: boolean
}

export const statementList = buildCommand<ListFlags, [], AnlaufContext>({
  docs: { brief: 'Where the statement of each tenant stands, and which need a revision' },
  parameters: {
    flags: {
      ...statementFlags,
      tenant: someTenantFlag,
      outdated: { kind: 'boolean', default: false, brief: 'Only those that are missing or need a revision' },
    },
  },
  async func(flags) {
    await using office = await openOffice(this, flags)
    const all = standings(office, tenantsOf(office, flags.tenant), this.now())
    const outdated = all.filter(({ needsRevision, revision }) => needsRevision || revision === 0)
    const shown = flags.outdated ? outdated : all
    if (flags.json) {
      return printJson(this, { tenants: all.length, outdated: outdated.length, statements: shown })
    }
    printLines(this, [
      ...shown.map(
        ({ tenant, stage, revision, needsRevision, deliveredAt }) =>
          `${printName(tenant)}  ${revision === 0 ? '-' : `revision ${revision}`}  ${stage}${deliveredAt === undefined ? '' : ` ${deliveredAt}`}${needsRevision ? '  needs a revision' : ''}`,
      ),
      `${all.length} tenants, ${outdated.length} without a statement or in need of a revision.`,
      ...(outdated.length === 0
        ? []
        : [`Next: anlauf statement draft --case ${flags.case} --estate ${flags.estate} --next-by TIME`]),
    ])
  },
})

function standings(office: StatementOffice, tenants: readonly string[], now: Date): readonly Standing[] {
  const { desk } = office.session
  const isOutdated = outdatedCheck(office, now)
  return tenants.map((tenant): Standing => {
    const last = desk.statements.get(tenant)?.at(-1)
    if (last === undefined) return { tenant, stage: 'missing', revision: 0, needsRevision: false }
    const { revision, contentHash, draftedAt, posted, delivered } = last
    return {
      tenant,
      stage: statementStage(desk, tenant, last),
      revision,
      contentHash,
      draftedAt,
      ...(posted !== undefined && { postedAt: posted.postedAt }),
      ...(delivered !== undefined && { deliveredAt: delivered.deliveredAt }),
      needsRevision: isOutdated({ tenant, revision: last }),
    }
  })
}
