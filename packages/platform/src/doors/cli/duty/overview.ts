import { buildCommand } from '@stricli/core'

import { dutyRulesDigest } from '../../../core/duties/index.ts'
import { fieldNamed } from '../../../core/facts/index.ts'
import { dutyOverview, missingFirst, type OverviewRow } from '../../../phases/comply/index.ts'
import { tenantNames } from '../clocks/list.ts'
import { distance, localTime } from '../clocks/time.ts'
import { clockWords, type Language } from '../clocks/words.ts'
import { nowOf } from '../clocks/access.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines, tableLines } from '../terminal/output.ts'
import { dutyFlags, type DutyFlags, openDutyDesk } from './access.ts'
import { dutyDeskWords } from './words.ts'

interface OverviewFlags extends DutyFlags {
  readonly all: boolean
}

export const dutyOverviewCommand = buildCommand<OverviewFlags, [], AnlaufContext>({
  docs: {
    brief: 'Which duties apply and why, until when, how far their documents are, what is missing for each',
  },
  parameters: {
    flags: {
      ...dutyFlags,
      all: { kind: 'boolean', default: false, brief: 'Also what does not apply, with the reason' },
    },
  },
  async func(flags) {
    await using desk = await openDutyDesk(this, flags)
    const rows = dutyOverview(desk.base(), desk.filings.log, flags.language)
    const shown = rows.filter(({ applies }) => flags.all || applies !== 'no')
    if (flags.json) {
      return printJson(this, {
        case: flags.case,
        review: 'draft for counsel',
        rules: dutyRulesDigest,
        duties: shown,
      })
    }
    const words = dutyDeskWords[flags.language]
    printLines(this, [
      clockWords[flags.language].draft(dutyRulesDigest.slice(0, 16)),
      '',
      ...tableLines([words.header, ...shown.map((row) => rowLine(row, nowOf(this), flags.language))]),
      '',
      words.denied(rows.filter(({ applies }) => applies === 'no').length),
    ])
  },
})

function rowLine(row: OverviewRow, now: Temporal.Instant, language: Language): readonly string[] {
  const words = dutyDeskWords[language]
  const due = row.due === null ? undefined : Temporal.Instant.from(row.due)
  const isOpen = ['running', 'approaching', 'missed'].includes(row.state)
  return [
    clockWords[language].states[row.state],
    due === undefined ? '-' : localTime(due, 'Europe/Berlin', { language }),
    due === undefined || !isOpen ? '' : distance(due, now, language),
    row.duty,
    words.stages[row.stage],
    row.missing.length === 0 ? '-' : String(row.missing.length),
    [
      `${row.title[language]}${row.applies === 'unknown' ? ' ?' : ''}`,
      ...tenantNames(row.tenants, language),
      ...(row.applies === 'yes' ? [] : [row.why[language]]),
    ].join('; '),
  ]
}

interface MissingFlags extends DutyFlags {
  readonly duty?: string
}

export const dutyMissing = buildCommand<MissingFlags, [], AnlaufContext>({
  docs: {
    brief: 'What has to be found out first: required answers that nobody gave, by the earliest time',
    fullDescription: 'Exit code 1 when something is missing for a duty that runs.',
  },
  parameters: {
    flags: {
      ...dutyFlags,
      duty: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Only for this duty',
        placeholder: 'id',
      },
    },
  },
  async func(flags) {
    await using desk = await openDutyDesk(this, flags)
    const { duty, language } = flags
    if (duty !== undefined) desk.duty(duty)
    const rows = dutyOverview(desk.base(), desk.filings.log, language).filter(
      (row) => duty === undefined || row.duty === duty,
    )
    const missing = missingFirst(rows)
    const undecided = [...new Set(rows.flatMap((row) => row.undecided))]
    if (missing.length > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, { case: flags.case, missing, undecided })
    const words = dutyDeskWords[language]
    printLines(this, [
      ...(missing.length === 0 ? [words.complete] : []),
      ...tableLines(
        missing.map(({ field, duties, due }) => [
          due === null ? '-' : localTime(Temporal.Instant.from(due), 'Europe/Berlin', { language }),
          field,
          titleOf(field, language),
          `${duties.slice(0, 4).join(', ')}${duties.length > 4 ? ' …' : ''}`,
        ]),
      ),
      ...(undecided.length === 0
        ? []
        : ['', words.undecided, ...undecided.map((field) => `  ${field}  ${titleOf(field, language)}`)]),
    ])
  },
})

/** Some items have no field of the sheet; then their key on the form stands there. */
function titleOf(field: string, language: Language): string {
  try {
    return fieldNamed(field).title[language]
  } catch {
    return ''
  }
}
