import { buildCommand } from '@stricli/core'

import { authorities, type Clock, clocksOf } from '../../../core/duties/index.ts'
import { type CalendarEntry, icalendar } from '../../../core/icalendar/index.ts'
import { caseFlag } from '../case/access.ts'
import { dueOfClock, nowOf, openCaseClocks } from './access.ts'
import { clockWords, type Language } from './words.ts'
import { languageFlag } from '../flags/language.ts'
import type { AnlaufContext } from '../context.ts'
import { openStores } from '../access/stores.ts'

interface CalendarFlags {
  readonly case: string
  readonly language: Language
}

export const clocksCalendar = buildCommand<CalendarFlags, [], AnlaufContext>({
  docs: {
    brief: 'Open deadlines of a case as iCalendar on stdout, with alarms',
    fullDescription:
      'Duties that wait for a report before them stand there as tentative, at their latest possible time. The file names duties and ids of tenants: keep it inside the house.',
  },
  parameters: { flags: { case: caseFlag, language: languageFlag } },
  async func(flags) {
    await using stores = await openStores(this)
    const { log } = await openCaseClocks(this, stores, flags.case)
    const stamp = nowOf(this)
    const entries = clocksOf(log, stamp).flatMap((clock) => entryOf(clock, flags.language))
    this.process.stdout.write(icalendar({ name: `Anlauf ${log.case.id}`, stamp }, entries))
  },
})

function entryOf(clock: Clock, language: Language): CalendarEntry[] {
  const { duty, tenant, state } = clock
  const due = dueOfClock(clock)
  if (due === undefined || state.kind === 'met') return []
  const words = clockWords[language]
  const whose = tenant === undefined ? '' : ` (${tenant})`
  return [
    {
      name: `${duty.id}${whose}`,
      due,
      summary: `${duty.title[language]}${whose} → ${authorities[duty.recipient].name[language]}`,
      description: `${duty.id}\n${duty.norm}\n${words.basis[duty.basis]}`,
      state: state.kind === 'waiting' ? 'tentative' : 'confirmed',
      reminders: 'reminders' in state ? state.reminders : [],
    },
  ]
}
