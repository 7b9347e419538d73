import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { statementApprovals, statementStage } from '../../../core/statements/index.ts'
import {
  composeStatement,
  differences,
  plainParticulars,
  plainStatement,
} from '../../../phases/comply/statements/index.ts'
import type { Language } from '../clocks/words.ts'
import { languageFlag } from '../flags/language.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines } from '../terminal/output.ts'
import {
  contentOf,
  openOffice,
  presentOf,
  type StatementFlags,
  statementFlags,
  tenantFlag,
  tenantsOf,
} from './access.ts'

interface ShowFlags extends StatementFlags {
  readonly tenant: string
  readonly language: Language
  readonly particulars: boolean
}

export const statementShow = buildCommand<ShowFlags, [], AnlaufContext>({
  docs: { brief: 'Read the statement of a tenant; with --json all of it, in both languages' },
  parameters: {
    flags: {
      ...statementFlags,
      tenant: tenantFlag,
      language: languageFlag,
      particulars: {
        kind: 'boolean',
        default: false,
        brief: 'What the customer copies into its own reports, instead of the letter',
      },
    },
  },
  async func(flags) {
    await using office = await openOffice(this, flags)
    tenantsOf(office, flags.tenant)
    const { tenant, language } = flags
    const revision = presentOf(office, tenant)
    const content = await contentOf(office, tenant, revision)
    const { desk } = office.session
    const approvedBy = statementApprovals(desk, tenant, revision).map(
      ({ person, role }) => `${person} (${role})`,
    )
    const stage = statementStage(desk, tenant, revision)
    if (flags.json) {
      return printJson(this, { stage, contentHash: revision.contentHash, approvedBy, content })
    }
    const text = flags.particulars
      ? [content.particulars, ...(content.annex === undefined ? [] : [content.annex])]
          .map((one) => `${one.format}\n${plainParticulars(one, language)}`)
          .join('\n\n')
      : plainStatement(content, language)
    printLines(this, [
      ...text.split('\n').map(printName),
      `Revision ${revision.revision}, ${stage}, content ${revision.contentHash}`,
      `Approved by ${approvedBy.map(printName).join(' and ') || 'nobody yet'}.`,
    ])
  },
})

export const statementDiff = buildCommand<Omit<ShowFlags, 'particulars'>, [], AnlaufContext>({
  docs: { brief: 'What the next revision of a statement would say otherwise' },
  parameters: { flags: { ...statementFlags, tenant: tenantFlag, language: languageFlag } },
  async func(flags) {
    await using office = await openOffice(this, flags)
    tenantsOf(office, flags.tenant)
    const { tenant, language } = flags
    const present = presentOf(office, tenant)
    const content = await contentOf(office, tenant, present)
    const now = this.now()
    const at = now.toISOString()
    const fresh = composeStatement(office.base(now), { tenant, revision: present.revision, at, nextBy: at })
    const changes = differences(content, fresh, language)
    const told = content.changes[language]
    if (flags.json) return printJson(this, { tenant, revision: present.revision, told, changes })
    printLines(this, [
      `Revision ${present.revision} told against the one before:`,
      ...(told.length === 0 ? ['  nothing'] : told.map((line) => `  ${printName(line)}`)),
      'Known since, and not told yet:',
      ...(changes.length === 0 ? ['  nothing'] : changes.map((line) => `  ${printName(line)}`)),
    ])
  },
})
