import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { draftLetters, recordDrafts, type StatementFinding } from '../../../phases/comply/statements/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseTime } from '../flags/flag-values.ts'
import { printJson, printLines, progressLine } from '../terminal/output.ts'
import {
  inParts,
  openOffice,
  someTenantFlag,
  type StatementFlags,
  statementFlags,
  tenantsOf,
  whereabouts,
} from './access.ts'

interface DraftFlags extends StatementFlags {
  readonly tenant?: string
  readonly nextBy: Date
  readonly renew: boolean
  readonly dryRun: boolean
}

/** Kept and recorded together: a stop loses at most so many, and the next call goes on behind them. */
const partSize = 250

export const statementDraft = buildCommand<DraftFlags, [], AnlaufContext>({
  docs: {
    brief: 'Draft the statement of each tenant from its findings and facts; only where something is new',
    fullDescription:
      'A statement that was approved gets a revision that names what changed. Stopped in between, the next call goes on. With --renew also those are drafted again whose facts are the same, for instance for another promised time.',
  },
  parameters: {
    flags: {
      ...statementFlags,
      tenant: someTenantFlag,
      nextBy: {
        kind: 'parsed',
        parse: parseTime,
        brief: 'Until when the next one is promised, with zone',
        placeholder: 'time',
      },
      renew: { kind: 'boolean', default: false, brief: 'Also where nothing changed' },
      dryRun: {
        kind: 'boolean',
        default: false,
        brief:
          'Say for whom there would be a draft, what is new in it and what the checks say; record nothing',
      },
    },
  },
  async func(flags) {
    const now = this.now()
    if (flags.nextBy.getTime() <= now.getTime()) {
      throw new AnlaufError('input-invalid', 'The promised time is over.', {
        hint: 'Give a time to come with --next-by; the customer plans by it.',
      })
    }
    await using office = await openOffice(this, flags)
    const tenants = tenantsOf(office, flags.tenant)
    using progress = progressLine(this, { quiet: flags.json })
    const drafted: Drafted[] = []
    let looked = 0
    for (const part of inParts(tenants, partSize)) {
      this.signal.throwIfAborted()
      const made = await draftLetters(office, part, { now, nextBy: flags.nextBy, renew: flags.renew })
      if (!flags.dryRun) await recordDrafts(office, made, signature(this))
      drafted.push(
        ...made.map(({ content: { tenant, revision, changes }, told, findings }) => ({
          tenant,
          revision,
          against: told?.revision ?? null,
          changes: changes.en,
          findings,
        })),
      )
      looked += part.length
      progress.update({ phase: 'draft', done: looked, total: tenants.length })
    }
    progress.end()
    const unchanged = tenants.length - drafted.length
    const problems = drafted.flatMap(({ tenant, findings }) =>
      findings.flatMap(({ severity, message }) => (severity === 'error' ? [{ tenant, message }] : [])),
    )
    if (flags.json) {
      return printJson(
        this,
        flags.dryRun
          ? { dry_run: true, drafts: drafted, unchanged }
          : { drafted: drafted.length, unchanged, problems },
      )
    }
    printLines(this, [
      ...(flags.dryRun ? drafted.slice(0, 50).flatMap(dryLines) : []),
      ...(flags.dryRun && drafted.length > 50 ? [`… and ${drafted.length - 50} more; --json has all.`] : []),
      flags.dryRun
        ? `Dry run: ${drafted.length} would be drafted, ${unchanged} are unchanged. Nothing was recorded.`
        : `Drafted ${drafted.length}, unchanged ${unchanged}.`,
      ...problems.slice(0, 20).map(({ tenant, message }) => `  ${printName(tenant)}: ${printName(message)}`),
      ...(problems.length > 0
        ? [`${problems.length} problems: these statements cannot be approved as they are.`]
        : flags.dryRun
          ? []
          : [
              'Next, to look at one and to sign all:',
              `  anlauf statement show ${whereabouts(flags)} --tenant ID`,
              `  anlauf statement approve ${whereabouts(flags)} --person NAME --key FILE`,
            ]),
    ])
  },
})

interface Drafted {
  readonly tenant: string
  readonly revision: number
  /** The revision that the customer was told last; none where this is the first word. */
  readonly against: number | null
  readonly changes: readonly string[]
  readonly findings: readonly StatementFinding[]
}

function dryLines({ tenant, revision, against, changes, findings }: Drafted): readonly string[] {
  return [
    `${printName(tenant)}  revision ${revision}${against === null ? ', the first' : `, against ${against}`}`,
    ...changes.map((line) => `    ${printName(line)}`),
    ...findings.map(({ severity, message }) => `    ${severity}: ${printName(message)}`),
  ]
}
