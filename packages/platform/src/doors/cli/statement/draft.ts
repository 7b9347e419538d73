import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { nextRevision, type Revision, statementStage } from '../../../core/statements/index.ts'
import {
  checkStatement,
  composeStatement,
  contentHash,
  contentText,
  type StatementContent,
  substanceOf,
  wordingOf,
} from '../../../phases/comply/statements/index.ts'
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
  type StatementOffice,
  tenantsOf,
} from './access.ts'

interface DraftFlags extends StatementFlags {
  readonly tenant?: string
  readonly nextBy: Date
  readonly renew: boolean
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
    const drafted: string[] = []
    const problems: { tenant: string; message: string }[] = []
    let looked = 0
    for (const part of inParts(tenants, partSize)) {
      this.signal.throwIfAborted()
      const made = await draftPart(office, part, { now, nextBy: flags.nextBy, renew: flags.renew })
      await record(office, made, signature(this))
      drafted.push(...made.map(({ content }) => content.tenant))
      for (const { content } of made) {
        const errors = checkStatement(content, office.estate, now).filter(
          ({ severity }) => severity === 'error',
        )
        problems.push(...errors.map(({ message }) => ({ tenant: content.tenant, message })))
      }
      looked += part.length
      progress.update({ phase: 'draft', done: looked, total: tenants.length })
    }
    progress.end()
    const unchanged = tenants.length - drafted.length
    if (flags.json) return printJson(this, { drafted: drafted.length, unchanged, problems })
    printLines(this, [
      `Drafted ${drafted.length}, unchanged ${unchanged}.`,
      ...problems.slice(0, 20).map(({ tenant, message }) => `  ${printName(tenant)}: ${printName(message)}`),
      ...(problems.length > 0
        ? [`${problems.length} problems: these statements cannot be approved as they are.`]
        : ['Next: anlauf statement show --tenant ID, then anlauf statement approve']),
    ])
  },
})

interface Made {
  readonly content: StatementContent
  readonly substance: string
}

async function draftPart(
  office: StatementOffice,
  tenants: readonly string[],
  { now, nextBy, renew }: { readonly now: Date; readonly nextBy: Date; readonly renew: boolean },
): Promise<readonly Made[]> {
  const { desk } = office.session
  const base = office.base(now)
  const approved = new Map(tenants.flatMap((tenant) => lastApproved(office, tenant)))
  const before = await office.contents([...approved].map(([tenant, revision]) => ({ tenant, revision })))
  return tenants.flatMap((tenant): readonly Made[] => {
    const last = desk.statements.get(tenant)?.at(-1)
    const earlier = before.get(tenant)
    const content = composeStatement(base, {
      tenant,
      revision: nextRevision(desk, tenant, last),
      at: now.toISOString(),
      nextBy: nextBy.toISOString(),
      ...(earlier !== undefined && { before: earlier }),
    })
    const substance = substanceOf(content)
    return last !== undefined && last.substance === substance && !renew ? [] : [{ content, substance }]
  })
}

/** What the customer was told last; a draft that nobody approved told nobody anything. */
function lastApproved(
  { session }: StatementOffice,
  tenant: string,
): readonly (readonly [string, Revision])[] {
  const told = (session.desk.statements.get(tenant) ?? []).findLast(
    (one) => statementStage(session.desk, tenant, one) !== 'in review',
  )
  return told === undefined ? [] : [[tenant, told]]
}

async function record(
  office: StatementOffice,
  made: readonly Made[],
  by: { readonly actor: string; readonly at: string },
): Promise<void> {
  if (made.length === 0) return
  const rows = made.map(({ content, substance }) => ({
    tenant: content.tenant,
    revision: content.revision,
    hash: contentHash(content),
    content: contentText(content),
    substance,
    wording: wordingOf(content, office.estate),
  }))
  // First the texts: a hash in the log whose text is nowhere would be worse than a text that nobody knows.
  await office.keep(rows)
  await office.session.execute(
    {
      command: 'draft',
      drafts: rows.map(({ tenant, revision, hash, substance, wording }) => ({
        tenant,
        revision,
        contentHash: hash,
        substance,
        wording,
      })),
    },
    by,
  )
}
