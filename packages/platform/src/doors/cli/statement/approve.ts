import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { type Revision, statementStage } from '../../../core/statements/index.ts'
import { decisionMessage, signDecision } from '../../../core/updates/index.ts'
import { checkStatement } from '../../../phases/comply/statements/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { signerFlags } from '../inform/desk.ts'
import { printJson, printLines, progressLine } from '../terminal/output.ts'
import {
  inParts,
  openOffice,
  someTenantFlag,
  type StatementFlags,
  statementFlags,
  type StatementOffice,
  tenantsOf,
  whereabouts,
} from './access.ts'
import { outdatedCheck, outdatedLines } from './outdated.ts'

interface ApproveFlags extends StatementFlags {
  readonly tenant?: string
  readonly person: string
  readonly key: string
  readonly dryRun: boolean
}

export const statementApprove = buildCommand<ApproveFlags, [], AnlaufContext>({
  docs: {
    brief: 'Approve statements with an own key; one of "dpo" and one of "forensics" have to',
    fullDescription:
      'Each statement is signed by itself, over both languages and all particulars: any change voids it. Without --tenant all that the person has not signed yet. A statement with an error of "anlauf statement check" is refused.',
  },
  parameters: { flags: { ...statementFlags, tenant: someTenantFlag, ...signerFlags } },
  async func(flags) {
    const { person } = flags
    await using office = await openOffice(this, flags)
    const { role, key, fingerprint } = office.signer(this, flags)
    const waiting = tenantsOf(office, flags.tenant).flatMap((tenant) => {
      const revision = office.session.desk.statements.get(tenant)?.at(-1)
      const isSigned =
        revision?.approvals.some(
          (one) => one.person === person && one.contentHash === revision.contentHash,
        ) ?? true
      return revision === undefined || isSigned ? [] : [{ tenant, revision }]
    })
    if (waiting.length === 0) {
      throw new AnlaufError('nothing-to-do', `No statement waits for ${printName(person)}.`, {
        hint: 'See "anlauf statement list"; draft what is missing with "anlauf statement draft".',
      })
    }
    const decisionOf = (tenant: string, { contentHash }: Revision) =>
      ({ case: flags.case, subject: 'statement', name: tenant, contentHash, person, role }) as const
    const outdated = waiting.filter(outdatedCheck(office, this.now())).map(({ tenant }) => tenant)
    if (!flags.json) {
      printLines(this, [
        `${printName(person)} (${printName(role)}) approves ${waiting.length} statements, each with a signature of its own:`,
        ...waiting
          .slice(0, 20)
          .map(
            ({ tenant, revision }) =>
              `  ${printName(tenant)}  revision ${revision.revision}  ${revision.contentHash}`,
          ),
        ...(waiting.length > 20 ? [`  … and ${waiting.length - 20} more`] : []),
        ...outdatedLines(outdated),
        `The key ${fingerprint}`,
      ])
    }
    if (flags.dryRun) {
      const signed = waiting.map(({ tenant, revision }) =>
        decisionMessage(decisionOf(tenant, revision)).toString(),
      )
      if (flags.json) printJson(this, { dry_run: true, signed })
      else printLines(this, ['Dry run: nothing was signed.'])
      return
    }
    using progress = progressLine(this, { quiet: flags.json })
    let done = 0
    for (const part of inParts(waiting, 500)) {
      this.signal.throwIfAborted()
      await requireSound(office, part, this.now())
      const approvals = part.map(({ tenant, revision }) => ({
        tenant,
        contentHash: revision.contentHash,
        signature: signDecision(decisionOf(tenant, revision), key),
      }))
      await office.session.execute({ command: 'approve', approvals, person }, signature(this, person))
      done += part.length
      progress.update({ phase: 'approve', done, total: waiting.length })
    }
    progress.end()
    const approved = waiting.filter(({ tenant }) => {
      const revision = office.session.desk.statements.get(tenant)?.at(-1)
      return revision !== undefined && statementStage(office.session.desk, tenant, revision) === 'approved'
    }).length
    if (flags.json) return printJson(this, { signed: done, approved, outdated })
    printLines(this, [
      `Signed and recorded: ${done}; approved by both: ${approved}.`,
      ...(approved < done
        ? [
            'The others need one of "dpo" and one of "forensics", with two keys:',
            `  anlauf statement approve ${whereabouts(flags)} --person NAME --key FILE`,
          ]
        : [`Next: anlauf statement letter ${whereabouts(flags)} --to DIR`]),
    ])
  },
})

/** Nobody signs what names another customer. Throws `gate-closed` with the first ones. */
async function requireSound(
  office: StatementOffice,
  part: readonly { readonly tenant: string; readonly revision: Revision }[],
  now: Date,
): Promise<void> {
  const contents = await office.contents(part)
  const errors = [...contents].flatMap(([tenant, content]) =>
    checkStatement(content, office.estate, now)
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => `${tenant}: ${message}`),
  )
  if (errors.length === 0) return
  throw new AnlaufError('gate-closed', `${errors.length} statements cannot be approved. ${errors[0] ?? ''}`, {
    hint: 'See all with "anlauf statement check"; restate what is wrong, draft again.',
    context: { errors: errors.slice(0, 100) },
  })
}
