import { buildCommand } from '@stricli/core'

import { type Clock, clocksOf } from '../../../core/duties/index.ts'
import { type DutyEvent, dutyEvents } from '../../../core/estate/index.ts'
import { caseFlag, signature } from '../case/access.ts'
import { dueOfClock, nowOf, openCaseClocks } from './access.ts'
import { clockJson } from './json.ts'
import { signFlags, signForOne } from './sign.ts'
import { localTime } from './time.ts'
import { clockWords, type Language } from './words.ts'
import { languageFlag } from '../flags/language.ts'
import type { AnlaufContext } from '../context.ts'
import { parseTime } from '../flags/flag-values.ts'
import { printJson, printLines, tableLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

interface StartFlags {
  readonly case: string
  readonly event: DutyEvent
  readonly at: Date
  readonly due?: Date
  readonly reason?: string
  readonly person?: string
  readonly key?: string
  readonly language: Language
  readonly json: boolean
}

export const clocksStart = buildCommand<StartFlags, [], AnlaufContext>({
  docs: {
    brief: 'Record a fact that starts clocks, or sign for a start to be dated anew',
    fullDescription:
      'Knowledge counts from the declaration on at the latest. A fact that is recorded already is moved only when two people sign the same new time: then give --reason, --person and --key. The time before stays visible.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      event: { kind: 'enum', values: dutyEvents, brief: 'What happened' },
      at: {
        kind: 'parsed',
        parse: parseTime,
        brief: 'When it happened (ISO 8601 with zone)',
        placeholder: 'time',
      },
      due: {
        kind: 'parsed',
        parse: parseTime,
        optional: true,
        brief: 'Until when the authority wants an answer',
        placeholder: 'time',
      },
      ...signFlags,
      language: languageFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const { event, language } = flags
    const occurredAt = flags.at.toISOString()
    await using stores = await openStores(this)
    const session = await openCaseClocks(this, stores, flags.case)
    const before = new Map(clocksOf(session.log, nowOf(this)).map((clock) => [nameOf(clock), dueText(clock)]))
    const isSigned = flags.person !== undefined || flags.key !== undefined
    const signed = isSigned
      ? await signForOne(this, session, { kind: 'redate', event, occurredAt, round: 0 }, flags)
      : undefined
    if (signed === undefined) {
      const dueBy = flags.due?.toISOString()
      await session.execute(
        { command: 'start', event, occurredAt, ...(dueBy !== undefined && { dueBy }) },
        signature(this),
      )
    }
    const changed = clocksOf(session.log, nowOf(this)).filter(
      (clock) => before.get(nameOf(clock)) !== dueText(clock),
    )
    if (flags.json) {
      return printJson(this, {
        case: flags.case,
        event,
        occurredAt,
        ...signed,
        changed: changed.map(clockJson),
      })
    }
    const words = clockWords[language]
    const people = signed?.people.join(', ') ?? ''
    printLines(this, [
      `${event}: ${words.events[event]}, ${localTime(Temporal.Instant.from(occurredAt), 'Europe/Berlin', { language })}`,
      ...(signed === undefined ? [] : [signed.holds ? words.signedBy(people) : words.halfSigned(people)]),
      ...changedLines(changed, language),
    ])
  },
})

function changedLines(changed: readonly Clock[], language: Language): string[] {
  const rows = changed.slice(0, 20).map((clock) => {
    const due = dueOfClock(clock)
    const time = due === undefined ? '-' : localTime(due, 'Europe/Berlin', { language })
    return [
      `  ${nameOf(clock)}`,
      clockWords[language].states[clock.state.kind],
      time,
      clock.duty.title[language],
    ]
  })
  const rest = changed.length - rows.length
  return [...tableLines(rows), ...(rest > 0 ? [` ${clockWords[language].more(rest)}`] : [])]
}

function nameOf({ duty, tenant }: Clock): string {
  return tenant === undefined ? duty.id : `${duty.id} ${tenant}`
}

function dueText(clock: Clock): string {
  return `${clock.state.kind} ${dueOfClock(clock)?.toString() ?? ''}`
}
