import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { authorities, type Clock, clocksOf, dutyNamed, type RunningDue } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag } from '../case/access.ts'
import { nowOf, openCaseClocks } from './access.ts'
import { clockJson } from './json.ts'
import { distance, localTime } from './time.ts'
import { clockWords, type Language } from './words.ts'
import { languageFlag } from '../flags/language.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines, tableLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

interface ShowFlags {
  readonly case: string
  readonly duty: string
  readonly tenant?: string
  readonly language: Language
  readonly json: boolean
}

export const clocksShow = buildCommand<ShowFlags, [], AnlaufContext>({
  docs: {
    brief: 'One duty: norm, recipient, contents, how its due time was counted, what was submitted',
    fullDescription:
      'Shows the strict due time, which is obeyed, beside more generous readings of the same period, which are for counsel only.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      duty: { kind: 'parsed', parse: String, brief: 'Id of the duty', placeholder: 'id' },
      tenant: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Whose clock, where every tenant has its own',
        placeholder: 'id',
      },
      language: languageFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    await using stores = await openStores(this)
    const { log } = await openCaseClocks(this, stores, flags.case)
    const now = nowOf(this)
    const duty = dutyNamed(log, flags.duty)
    const clocks = clocksOf(log, now).filter(
      (clock) => clock.duty.id === duty.id && (flags.tenant === undefined || clock.tenant === flags.tenant),
    )
    const [clock] = clocks
    if (clock === undefined || (clocks.length > 1 && flags.tenant === undefined)) {
      throw new AnlaufError('not-found', `${duty.id} has a clock for every tenant of the case.`, {
        hint: `Name one with --tenant: ${[...log.case.units.keys()].slice(0, 20).join(', ')}.`,
      })
    }
    if (flags.json) {
      const { contents, form, owedBy, trigger, approve, basis } = duty
      const rule = { contents, form, owedBy, trigger, approve, basis }
      return printJson(this, { ...(clockJson(clock) as object), rule })
    }
    printLines(this, describe(clock, now, flags.language))
  },
})

function describe(clock: Clock, now: Temporal.Instant, language: Language): string[] {
  const { duty, tenant, unanswered, proposals } = clock
  const words = clockWords[language]
  const { fields } = words
  const authority = authorities[duty.recipient]
  const rows: [string, string][] = [
    [fields.norm, `${duty.norm} (${duty.row})`],
    [fields.basis, words.basis[duty.basis]],
    [fields.owedBy, duty.owedBy[language]],
    [fields.trigger, duty.trigger[language]],
    [fields.recipient, authority.name[language]],
    [fields.form, duty.form[language]],
    [fields.approve, duty.approve.join(', ') || '-'],
    [fields.state, stateLine(clock, language)],
    ...dueRows(clock, now, language),
    ...submissionRows(clock, language),
    ...(unanswered.length === 0 ? [] : [[fields.open, unanswered.join(', ')] as [string, string]]),
  ]
  return [
    `${duty.id}${tenant === undefined ? '' : ` ${tenant}`}: ${duty.title[language]}`,
    ...tableLines(rows.map(([name, value]) => [`  ${name}`, value])),
    `  ${fields.contents}:`,
    ...duty.contents.map((one) => `  - ${one[language]}`),
    ...proposals.map(({ reason, signatures }) => {
      const people = signatures.map(({ person }) => printName(person)).join(', ')
      return `  ${words.states.notApplicable}: ${printName(reason)}; ${words.halfSigned(people)}`
    }),
  ]
}

function stateLine({ state }: Clock, language: Language): string {
  const words = clockWords[language]
  const name = words.states[state.kind]
  switch (state.kind) {
    case 'notApplicable': {
      const people = state.signed?.signatures.map(({ person }) => printName(person)).join(', ')
      const signed = people === undefined ? '' : ` (${words.signedBy(people)})`
      return `${name}: ${printName(state.because[language])}${signed}`
    }
    case 'waiting': {
      const { waitsFor } = state
      return `${name}; ${words.waitsFor(waitsFor.kind === 'event' ? `${words.events[waitsFor.event]} (${waitsFor.event})` : waitsFor.duty)}`
    }
    case 'met':
      return state.late ? `${name}, ${words.late}` : name
    case 'noClock':
    case 'running':
    case 'approaching':
    case 'missed':
      return name
  }
}

function dueOf({ state }: Clock): RunningDue | undefined {
  if (state.kind === 'met') return state.due
  return 'due' in state ? state : undefined
}

function dueRows(clock: Clock, now: Temporal.Instant, language: Language): [string, string][] {
  const { fields, dueBy, readings, unknownReading, provisional, atTheLatest } = clockWords[language]
  const { zone } = authorities[clock.duty.recipient]
  const { state } = clock
  const show = (time: Temporal.Instant, end = false): string => localTime(time, zone, { language, end })
  if (state.kind === 'waiting' && state.latestDue !== undefined) {
    return [[fields.due, atTheLatest(show(state.latestDue))]]
  }
  const due = dueOf(clock)
  if (due === undefined) return []
  const left = state.kind === 'met' ? '' : `, ${distance(due.due, now, language)}`
  return [
    [fields.started, `${show(due.startedAt)}${due.provisional ? ` ${provisional}` : ''}`],
    [fields.due, `${show(due.due)} ${zone} (${dueBy[due.dueBy]})${left}`],
    ...(due.formerDue === undefined ? [] : [[fields.before, show(due.formerDue)] as [string, string]]),
    ...due.readings.map((reading): [string, string] => [
      fields.reading,
      `${readings[reading.rule]}: ${'due' in reading ? show(reading.due, true) : unknownReading[reading.unknown]}`,
    ]),
    [fields.reminders, due.reminders.map((time) => show(time)).join(', ')],
  ]
}

function submissionRows({ duty, submissions }: Clock, language: Language): [string, string][] {
  const { fields } = clockWords[language]
  const { zone } = authorities[duty.recipient]
  return submissions.flatMap(({ metAt, proof, reference, note }): [string, string][] => [
    [fields.submitted, localTime(Temporal.Instant.from(metAt), zone, { language })],
    [fields.proof, proof],
    ...(reference === undefined ? [] : [[fields.reference, printName(reference)] as [string, string]]),
    ...(note === undefined ? [] : [[fields.delay, printName(note)] as [string, string]]),
  ])
}
