import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { checkStatement } from '../../../phases/comply/statements/index.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines, progressLine } from '../terminal/output.ts'
import {
  inParts,
  openOffice,
  someTenantFlag,
  type StatementFlags,
  statementFlags,
  tenantsOf,
} from './access.ts'

interface CheckFlags extends StatementFlags {
  readonly tenant?: string
  readonly strict: boolean
}

/** Only warnings: nothing keeps these statements from being signed, and somebody has to read why one might not want to. */
const onlyWarnings = 3

export const statementCheck = buildCommand<CheckFlags, [], AnlaufContext>({
  docs: {
    brief: 'Look through the drafted statements: names of others, also nearly right ones, what is open',
    fullDescription:
      'Ends with 1 when a statement must not be approved as it is; with --strict also, with 3, when there are only warnings. Warnings are for people to read.',
  },
  parameters: {
    flags: {
      ...statementFlags,
      tenant: someTenantFlag,
      strict: { kind: 'boolean', default: false, brief: 'Also warnings are told by the exit code' },
    },
  },
  async func(flags) {
    await using office = await openOffice(this, flags)
    const { desk } = office.session
    const tenants = tenantsOf(office, flags.tenant).filter((tenant) => desk.statements.has(tenant))
    using progress = progressLine(this, { quiet: flags.json })
    const now = this.now()
    const found: { tenant: string; severity: string; message: string }[] = []
    let looked = 0
    for (const part of inParts(tenants, 250)) {
      this.signal.throwIfAborted()
      const wanted = part.flatMap((tenant) => {
        const revision = desk.statements.get(tenant)?.at(-1)
        return revision === undefined ? [] : [{ tenant, revision }]
      })
      for (const [tenant, content] of await office.contents(wanted)) {
        found.push(...checkStatement(content, office.estate, now).map((one) => ({ tenant, ...one })))
      }
      looked += part.length
      progress.update({ phase: 'check', done: looked, total: tenants.length })
    }
    progress.end()
    const errors = found.filter(({ severity }) => severity === 'error').length
    if (errors > 0) this.process.exitCode = 1
    else if (flags.strict && found.length > 0) this.process.exitCode = onlyWarnings
    if (flags.json) return printJson(this, { checked: tenants.length, errors, findings: found })
    printLines(this, [
      ...found
        .slice(0, 200)
        .map(({ tenant, severity, message }) => `${severity}  ${printName(tenant)}: ${printName(message)}`),
      ...(found.length > 200 ? [`… and ${found.length - 200} more; --json has all.`] : []),
      `Checked ${tenants.length} statements: ${errors} errors, ${found.length - errors} warnings.`,
    ])
  },
})
