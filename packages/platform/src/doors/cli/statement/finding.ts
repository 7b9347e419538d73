import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  countingSigners,
  findingHash,
  findingQuestion,
  findingsInForce,
  parseFindings,
} from '../../../core/statements/index.ts'
import { decisionMessage, signDecision } from '../../../core/updates/index.ts'
import { readText } from '../access/text-file.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { signerFlags } from '../inform/desk.ts'
import { printJson, printLines } from '../terminal/output.ts'
import {
  openOffice,
  someTenantFlag,
  type StatementFlags,
  statementFlags,
  tenantsOf,
  whereabouts,
} from './access.ts'

interface FindingFlags extends StatementFlags {
  readonly file: string
  readonly person: string
  readonly key: string
  readonly dryRun: boolean
}

export const statementFinding = buildCommand<FindingFlags, [], AnlaufContext>({
  docs: {
    brief:
      'State what was found about data of tenants, signed; "excluded" needs a second signature on the same file',
    fullDescription:
      'The file is a JSON list; docs/statements.md shows it. Of several findings on one question the one with the latest "asOf" holds. Names, addresses and numbers of people do not belong here: nothing can be deleted from the log.',
  },
  parameters: {
    flags: {
      ...statementFlags,
      file: { kind: 'parsed', parse: String, brief: 'The findings, a JSON list', placeholder: 'file' },
      ...signerFlags,
    },
  },
  async func(flags) {
    const { person } = flags
    const text = await readText(this, flags.file, 'findings')
    await using office = await openOffice(this, flags)
    const findings = parseFindings(text, { affected: tenantsOf(office, undefined) })
    const { role, key, fingerprint } = office.signer(this, flags)
    const decisions = findings.map((finding) => ({
      finding,
      decision: {
        case: flags.case,
        subject: 'finding' as const,
        name: finding.tenant,
        contentHash: findingHash(flags.case, finding),
        person,
        role,
      },
    }))
    if (!flags.json) {
      printLines(this, [
        `${printName(person)} (${printName(role)}) states ${findings.length} findings:`,
        ...decisions.slice(0, 20).map(({ finding, decision }) => {
          const question = `${finding.tenant}: ${finding.service}, ${finding.data}, ${finding.harm}`
          return `  ${question} → ${finding.verdict}  ${decision.contentHash.slice(0, 16)}`
        }),
        ...(findings.length > 20 ? [`  … and ${findings.length - 20} more`] : []),
        `The key ${fingerprint}`,
      ])
    }
    if (flags.dryRun) {
      const signed = decisions.map(({ decision }) => decisionMessage(decision).toString())
      if (flags.json) printJson(this, { dry_run: true, findings: findings.length, signed })
      else printLines(this, ['Dry run: nothing was signed.'])
      return
    }
    await office.session.execute(
      {
        command: 'state',
        person,
        findings: decisions.map(({ finding, decision }) => ({
          finding,
          signature: signDecision(decision, key),
        })),
      },
      signature(this, person),
    )
    const waiting = decisions.filter(
      ({ finding, decision }) =>
        findingsInForce(office.session.desk, finding.tenant).get(findingQuestion(finding))?.hash !==
        decision.contentHash,
    )
    const inForce = findings.length - waiting.length
    if (flags.json) return printJson(this, { stated: findings.length, inForce, waiting: waiting.length })
    printLines(this, [
      `Signed and recorded: ${findings.length}, of which ${inForce} are in force.`,
      ...(waiting.length === 0
        ? []
        : [
            `${waiting.length} wait: "excluded" needs a second person of forensics, dpo or legal; or later knowledge holds.`,
          ]),
      `Next: anlauf statement draft ${whereabouts(flags)} --next-by TIME`,
    ])
  },
})

export const statementFindings = buildCommand<
  StatementFlags & { readonly tenant?: string },
  [],
  AnlaufContext
>({
  docs: { brief: 'The findings in force, tenant by tenant' },
  parameters: { flags: { ...statementFlags, tenant: someTenantFlag } },
  async func(flags) {
    await using office = await openOffice(this, flags)
    const found = tenantsOf(office, flags.tenant).flatMap((tenant) =>
      [...findingsInForce(office.session.desk, tenant).values()].map((one) => ({
        ...one.finding,
        hash: one.hash,
        signedBy: countingSigners(one, office.session.desk.case).map(
          ({ person, role }) => `${person} (${role})`,
        ),
      })),
    )
    if (flags.json) return printJson(this, { findings: found })
    printLines(this, [
      ...found.map(
        ({ tenant, service, data, harm, verdict, asOf, signedBy }) =>
          `${printName(tenant)}  ${service}  ${data}  ${harm}  ${verdict}  as of ${asOf}, by ${signedBy.map(printName).join(' and ')}`,
      ),
      ...(found.length === 0 ? ['No finding is in force. State some with "anlauf statement finding".'] : []),
    ])
  },
})
