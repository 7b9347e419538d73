import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { exerciseEnd } from '../../../core/case/index.ts'
import {
  authorities,
  type Clock,
  type ClockState,
  clocksOf,
  dutyRulesDigest,
} from '../../../core/duties/index.ts'
import { caseFlag } from '../case/access.ts'
import { dueOfClock, isBreached, nowOf, openCaseClocks } from './access.ts'
import { clockJson } from './json.ts'
import { distance, localTime } from './time.ts'
import { clockWords, type Language } from './words.ts'
import { languageFlag } from '../flags/language.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson, printLines, tableLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

interface ListFlags {
  readonly case: string
  readonly tenant?: string
  readonly all: boolean
  readonly language: Language
  readonly json: boolean
}

export const clocksList = buildCommand<ListFlags, [], AnlaufContext>({
  docs: {
    brief: 'Every duty of a case with its clock: missed, approaching, running, waiting, met',
    fullDescription:
      'The strict count is shown and obeyed. Tenants whose clocks say the same stand in one line. Duties whose applicability the legal profile leaves open run. Exit code 1 when a clock of law, contract or an authority was missed; a target of our own alone does not fail.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      tenant: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Only the clocks of this tenant',
        placeholder: 'id',
      },
      all: {
        kind: 'boolean',
        default: false,
        brief: 'Also what does not apply, with the reason, and rules without a time',
      },
      language: languageFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    await using stores = await openStores(this)
    const { log, hasOtherRules } = await openCaseClocks(this, stores, flags.case)
    const end = exerciseEnd(log.case)
    const now = end === undefined ? nowOf(this) : Temporal.Instant.from(end)
    const { tenant } = flags
    const clocks = clocksOf(log, now).filter((clock) => tenant === undefined || clock.tenant === tenant)
    if (clocks.some(isBreached)) this.process.exitCode = 1
    if (flags.json) {
      return printJson(this, {
        case: log.case.id,
        exercise: log.case.exercise,
        asOf: now.toString(),
        ...(end !== undefined && { stoppedAt: end }),
        rules: dutyRulesDigest,
        hasOtherRules,
        review: 'draft for counsel',
        clocks: clocks.map(clockJson),
      })
    }
    const words = clockWords[flags.language]
    const { id, title, exercise } = log.case
    printLines(this, [
      `${id}: ${printName(title)}${exercise ? ` (${words.exercise})` : ''}, ${localTime(now, 'Europe/Berlin', flags)} (Europe/Berlin)`,
      ...(end === undefined ? [] : [words.stopped]),
      words.draft(dutyRulesDigest.slice(0, 16)),
      ...(hasOtherRules ? [words.otherRules] : []),
      '',
      ...clockTable(clocks, now, flags.language),
      ...notes(clocks, flags),
    ])
  },
})

const order: readonly ClockState['kind'][] = ['missed', 'approaching', 'running', 'waiting', 'met']

function clockTable(clocks: readonly Clock[], now: Temporal.Instant, language: Language): string[] {
  const shown = clocks.filter(({ state }) => order.includes(state.kind))
  const groups = [...Map.groupBy(shown, groupOf).values()].sort(
    ([a], [b]) => rank(a) - rank(b) || dueMs(a) - dueMs(b),
  )
  if (groups.length === 0) return [clockWords[language].none]
  return tableLines([clockWords[language].header, ...groups.map((group) => rowOf(group, now, language))])
}

/** Five thousand tenants usually wait for the same thing. */
function groupOf(clock: Clock): string {
  return [clock.duty.id, clock.state.kind, dueOfClock(clock)?.toString() ?? ''].join(' ')
}

function rank(clock: Clock | undefined): number {
  return clock === undefined ? order.length : order.indexOf(clock.state.kind)
}

function dueMs(clock: Clock | undefined): number {
  return (clock && dueOfClock(clock)?.epochMilliseconds) ?? Number.MAX_SAFE_INTEGER
}

function rowOf(group: readonly Clock[], now: Temporal.Instant, language: Language): string[] {
  const [first] = group
  if (first === undefined) return []
  const words = clockWords[language]
  const { duty, state, unanswered } = first
  const due = dueOfClock(first)
  const time = due === undefined ? '-' : localTime(due, 'Europe/Berlin', { language })
  const isProvisional = 'provisional' in state && state.provisional
  const marks = `${isProvisional ? ' *' : ''}${unanswered.length > 0 ? ' ?' : ''}`
  const isLate = state.kind === 'met' && state.late
  const tenants = group.flatMap(({ tenant }) => tenant ?? [])
  return [
    `${words.states[state.kind]}${isLate ? `, ${words.late}` : ''}`,
    state.kind === 'waiting' && due !== undefined ? words.atTheLatest(time) : time,
    state.kind === 'met' || due === undefined ? '' : distance(due, now, language),
    duty.id,
    [
      `${duty.title[language]} → ${authorities[duty.recipient].name[language]}${marks}`,
      ...tenantNames(tenants, language),
      detailOf(state, language),
    ]
      .filter((part) => part !== '')
      .join('; '),
  ]
}

/** The first few tenants by name, and how many more there are. */
export function tenantNames(tenants: readonly string[], language: Language): string[] {
  if (tenants.length === 0) return []
  const words = clockWords[language]
  const shown = tenants.slice(0, 5)
  const rest = tenants.length - shown.length
  return [words.tenants(`${shown.join(', ')}${rest > 0 ? words.more(rest) : ''}`, tenants.length)]
}

function detailOf(state: ClockState, language: Language): string {
  const words = clockWords[language]
  switch (state.kind) {
    case 'running':
    case 'approaching':
    case 'missed':
      return state.dueBy === 'law' ? '' : words.dueBy[state.dueBy]
    case 'waiting': {
      const { waitsFor } = state
      return words.waitsFor(waitsFor.kind === 'event' ? waitsFor.event : waitsFor.duty)
    }
    case 'met':
    case 'notApplicable':
    case 'noClock':
      return ''
  }
}

function notes(clocks: readonly Clock[], { all, language }: ListFlags): string[] {
  const words = clockWords[language]
  const lines: string[] = ['']
  if (clocks.some(({ state }) => 'provisional' in state && state.provisional)) lines.push(words.provisional)
  const isOpen = ({ state, unanswered }: Clock): boolean =>
    unanswered.length > 0 && order.includes(state.kind)
  if (clocks.some(isOpen)) lines.push(words.unanswered)
  const denied = clocks.filter(({ state }) => state.kind === 'notApplicable')
  const timeless = clocks.filter(({ state }) => state.kind === 'noClock')
  if (!all) return [...lines, words.hidden(denied.length, timeless.length)]
  return [
    ...lines,
    `${words.notApplicable}:`,
    ...tableLines(denied.map((clock) => ['', nameOf(clock), reasonOf(clock, language)])),
    `${words.noClock}:`,
    ...tableLines(timeless.map((clock) => ['', nameOf(clock), clock.duty.title[language]])),
  ]
}

function nameOf({ duty, tenant }: Clock): string {
  return tenant === undefined ? duty.id : `${duty.id} ${tenant}`
}

function reasonOf({ state }: Clock, language: Language): string {
  if (state.kind !== 'notApplicable') return ''
  const people = state.signed?.signatures.map(({ person }) => printName(person)).join(', ')
  const signed = people === undefined ? '' : ` (${clockWords[language].signedBy(people)})`
  return `${printName(state.because[language])}${signed}`
}
