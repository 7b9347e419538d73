import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { evidenceLines } from '../../../adapters/database/index.ts'
import { type ClockEvent, duties } from '../../../core/duties/index.ts'
import { databaseLocation } from '../access/stores.ts'
import { caseFlag, requireEntries } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { errorLines } from '../terminal/error-text.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { allClocks, type Ticked } from './all-clocks.ts'
import { tenantNames } from './list.ts'
import { localTime } from './time.ts'
import { clockWords, type Language } from './words.ts'
import { languageFlag } from '../flags/language.ts'

interface TickFlags {
  readonly case?: string
  readonly language: Language
  readonly json: boolean
}

export const clocksTick = buildCommand<TickFlags, [], AnlaufContext>({
  docs: {
    brief: 'Record which clocks came near their end or were missed, each once',
    fullDescription:
      '"anlauf up" does it once a minute. Run it from a scheduler where no "up" runs; both at once record nothing twice. Exit code 1 when a case could not be read.',
  },
  parameters: {
    flags: {
      case: { ...caseFlag, optional: true, brief: 'Only this case (default: all)' },
      language: languageFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    await using database = await this.openDatabase(databaseLocation(this))
    if (flags.case !== undefined)
      await requireEntries(this, { lines: (id) => evidenceLines(database, id) }, flags.case)
    const failures: { case: string; error: readonly string[] }[] = []
    const clocks = allClocks(database, {
      onFailure: (caseId, error) => failures.push({ case: caseId, error: errorLines(error) }),
      ...(flags.case !== undefined && { only: flags.case }),
    })
    const ticked = await clocks.tick(this.now())
    if (failures.length > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, { ticked, failures })
    printLines(this, [
      ...ticked.flatMap((one) => describe(one, flags.language)),
      ...(ticked.length === 0 ? [clockWords[flags.language].nothingNew] : []),
      ...failures.flatMap(({ case: caseId, error }) => [`${caseId}:`, ...error.map((line) => `  ${line}`)]),
    ])
  },
})

function describe({ case: caseId, events }: Ticked, language: Language): string[] {
  return events.map((event) => `${printName(caseId)}: ${said(event, language)}`)
}

function said(event: ClockEvent, language: Language): string {
  if (event.type !== 'clock.approaching' && event.type !== 'clock.missed') return event.type
  const words = clockWords[language]
  const state = words.states[event.type === 'clock.missed' ? 'missed' : 'approaching']
  const title = duties.find(({ id }) => id === event.duty)?.title[language]
  const due = localTime(Temporal.Instant.from(event.due), 'Europe/Berlin', { language })
  return [
    `${state}: ${event.duty}${title === undefined ? '' : ` (${title})`}, ${due}`,
    ...tenantNames(event.tenants ?? [], language),
  ].join('; ')
}
