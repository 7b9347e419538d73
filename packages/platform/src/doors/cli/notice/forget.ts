import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import type { RetentionRule } from '../../../core/notices/index.ts'
import { databaseLocation } from '../access/stores.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseCaseId } from '../flags/flag-values.ts'
import { counted, formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'
import { readWorkplace } from '../up/workplace-file.ts'
import { forgetMails, type Forgotten } from './forget-mails.ts'

interface ForgetFlags {
  readonly case?: string
  readonly months?: number
  readonly dryRun: boolean
  readonly json: boolean
}

export const noticeForget = buildCommand<ForgetFlags, [], AnlaufContext>({
  docs: {
    brief: 'Delete addresses and words of mails of cases that ended long enough ago; proofs stay',
    fullDescription:
      'Of every closed case: addresses, subjects, texts, attachments and read-back codes. Ids, states, times, and the hashes that prove what was sent and received stay. Nothing goes while the case is open or reopened, while a clock of it is owed, while one of its mails is on the way, or while "retention.keep" of the workplace file names it. "anlauf up" does this once a day when the workplace file has "retention: { months: N }".',
  },
  parameters: {
    flags: {
      case: {
        kind: 'parsed',
        parse: parseCaseId,
        optional: true,
        brief: 'Only this case (default: all that ended)',
        placeholder: 'id',
      },
      months: {
        kind: 'parsed',
        parse: parseMonths,
        optional: true,
        brief: 'Months since the case was closed, as counsel set them (default: of the workplace file)',
        placeholder: 'n',
      },
      dryRun: { kind: 'boolean', default: false, brief: 'Say what would go, delete nothing' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func({ case: only, months, dryRun, json }) {
    const rule = ruleOf(this, months)
    await using database = await this.openDatabase(databaseLocation(this))
    const { cases, loose, problems } = await forgetMails(database, {
      rule,
      ...(only !== undefined && { only }),
      dryRun,
      now: this.now(),
      actor: signature(this).actor,
    })
    if (problems.length > 0) this.process.exitCode = 1
    if (json) return printJson(this, { dryRun, months: rule.months, cases, loose, problems })
    printLines(this, [
      ...(cases.length === 0
        ? ['No mails of cases are kept.']
        : tableLines([
            ['case', 'mails', 'codes', ''],
            ...cases.map((one) => [
              printName(one.case),
              String(one.mails),
              String(one.proofs),
              fateOf(one, dryRun),
            ]),
          ])),
      ...(loose > 0 ? [`${counted(loose, 'mail')} of no case${dryRun ? ' would be' : ''} deleted.`] : []),
      ...problems.map(({ case: id, message }) => `${printName(id)}: ${printName(message)}; nothing deleted.`),
      ...(dryRun ? ['Dry run: nothing was deleted.'] : []),
    ])
  },
})

function fateOf({ retention }: Forgotten, dryRun: boolean): string {
  if (!retention.may) {
    const from = retention.from === undefined ? '' : `, from ${formatTime(retention.from)}`
    return `stays: ${retention.detail}${from}`
  }
  return `${dryRun ? 'would be ' : ''}deleted; closed ${formatTime(retention.endedAt)}`
}

/** Nobody but counsel knows how long: without a number nothing is deleted. */
function ruleOf(context: AnlaufContext, months: number | undefined): RetentionRule {
  const { retention } = readWorkplace(context.home, undefined) ?? {}
  if (months === undefined && retention === undefined) {
    throw new AnlaufError('input-invalid', 'Nobody said how long mails are kept.', {
      hint: 'Give --months N, or write "retention: { months: N }" into the workplace file; counsel knows it. Nothing was deleted.',
    })
  }
  return { months: months ?? retention?.months ?? 0, keep: retention?.keep ?? [] }
}

function parseMonths(text: string): number {
  const months = Number(/^\d{1,3}$/.exec(text)?.[0] ?? 0)
  if (months >= 1 && months <= 240) return months
  throw new AnlaufError('input-invalid', `"${text}" is no number of months.`, {
    hint: 'Give a whole number from 1 to 240.',
  })
}
