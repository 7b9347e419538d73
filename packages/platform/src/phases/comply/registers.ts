import {
  authorities,
  type AuthorityId,
  type Clock,
  clocksOf,
  type Submission,
} from '../../core/duties/index.ts'
import type { FactBase, SheetFact } from '../../core/facts/index.ts'
import { factSheet, fieldNamed, shownValue } from '../../core/facts/index.ts'
import { type FilingLog, standingApprovals } from '../../core/filings/index.ts'
import { momentOf } from './moment.ts'

export const registerKinds = ['submissions', 'breaches', 'telecom', 'rationales', 'complaints'] as const
export type RegisterKind = (typeof registerKinds)[number]

/** One line of a register; the same columns in every line. */
export type RegisterLine = Readonly<Record<string, string>>

export interface RegisterOptions {
  readonly language: 'de' | 'en'
  /** Only what concerns this recipient. */
  readonly authority?: AuthorityId
}

/**
 * A register as the log of a case has it now; nothing is entered by hand. `breaches` is the one of GDPR Art. 33(5), also
 * for what was not reported; `telecom` that of TKG § 169, kept five years.
 */
export function registerOf(
  kind: RegisterKind,
  base: FactBase,
  filings: FilingLog,
  options: RegisterOptions,
): readonly RegisterLine[] {
  const now = momentOf(base)
  const clocks = clocksOf(base.known.clocks, now).filter(
    ({ duty }) => options.authority === undefined || duty.recipient === options.authority,
  )
  switch (kind) {
    case 'submissions':
      return submissions(clocks, base, filings, options)
    case 'breaches':
      return breach('gdpr-33-1', clocks, base, options)
    case 'telecom':
      return breach('tkg-169', clocks, base, options)
    case 'rationales':
      return rationales(clocks, base, options)
    case 'complaints':
      return submissions(
        clocks.filter(({ duty }) => duty.id === 'stpo-158'),
        base,
        filings,
        options,
      )
  }
}

function submissions(
  clocks: readonly Clock[],
  base: FactBase,
  filings: FilingLog,
  { language }: RegisterOptions,
): readonly RegisterLine[] {
  return clocks.flatMap(({ duty, tenant, submissions: list, state }) =>
    list.map((one) => ({
      case: base.known.case.id,
      exercise: yes(base.known.case.exercise),
      duty: duty.id,
      norm: duty.norm,
      recipient: authorities[duty.recipient].name[language],
      tenant: tenant ?? '',
      submittedAt: one.metAt,
      recordedAt: one.recordedAt,
      reference: one.reference ?? '',
      late: yes(state.kind === 'met' && state.late),
      delayReason: one.note ?? '',
      receipt: one.proof,
      content: one.payload ?? '',
      approvedBy: approversOf(filings, one),
    })),
  )
}

function approversOf(filings: FilingLog, { payload }: Submission): string {
  if (payload === undefined) return ''
  return standingApprovals(filings, payload)
    .map(({ person, role }) => `${person} (${role})`)
    .join(', ')
}

/** Facts, effects, remedial action; reported when and under which number, or why not. */
function breach(
  reported: string,
  clocks: readonly Clock[],
  base: FactBase,
  { language }: RegisterOptions,
): readonly RegisterLine[] {
  const clock = clocks.find(({ duty }) => duty.id === reported)
  if (clock === undefined) return []
  const { state, submissions: list } = clock
  if (state.kind === 'notApplicable' && state.signed === undefined) return []
  const { facts } = factSheet(base, 'own')
  const value = (id: string): string => shown(facts.get(id), language)
  const last = list.at(-1)
  return [
    {
      case: base.known.case.id,
      exercise: yes(base.known.case.exercise),
      knownAt: value('incident.known-as-controller-at'),
      beganAt: value('incident.began-at'),
      facts: value('incident.description'),
      nature: value('persons.breach'),
      persons: value('persons.count'),
      records: value('persons.records'),
      data: value('persons.data'),
      effects: value('persons.consequences'),
      remedialAction: value('measures.taken'),
      risk: value('assessment.risk'),
      riskReason: value('assessment.risk-reason'),
      personsTold: value('assessment.notify-persons'),
      reportedAt: last?.metAt ?? '',
      reference: last?.reference ?? '',
      notReportedBecause: state.kind === 'notApplicable' ? state.because[language] : '',
      decidedBy:
        state.kind === 'notApplicable'
          ? (state.signed?.signatures.map(({ person, role }) => `${person} (${role})`).join(', ') ?? '')
          : '',
    },
  ]
}

/** Who decided on which grounds that a duty does not apply, or that knowledge is of another time. */
function rationales(
  clocks: readonly Clock[],
  base: FactBase,
  { language }: RegisterOptions,
): readonly RegisterLine[] {
  const names = new Map(clocks.map(({ duty }) => [duty.id, duty]))
  return [...base.known.clocks.proposals.values()].flatMap(({ statement, reason, signatures, holds }) => {
    const duty = statement.kind === 'notApplicable' ? names.get(statement.duty) : undefined
    if (statement.kind === 'notApplicable' && duty === undefined) return []
    return [
      {
        case: base.known.case.id,
        exercise: yes(base.known.case.exercise),
        kind: statement.kind === 'notApplicable' ? 'not-applicable' : 're-dating',
        about: statement.kind === 'notApplicable' ? statement.duty : statement.event,
        tenant: statement.kind === 'notApplicable' ? (statement.tenant ?? '') : '',
        norm: duty?.norm ?? '',
        title: duty?.title[language] ?? '',
        occurredAt: statement.kind === 'redate' ? statement.occurredAt : '',
        reason,
        signedBy: signatures.map(({ person, role }) => `${person} (${role})`).join(', '),
        holds: yes(holds),
      },
    ]
  })
}

function shown(fact: SheetFact | undefined, language: 'de' | 'en'): string {
  return fact === undefined ? '' : shownValue(fieldNamed(fact.field), fact.value, language).text
}

function yes(value: boolean): string {
  return value ? 'yes' : 'no'
}

/**
 * RFC 4180 with a header. A cell that a spreadsheet would take for a formula begins with an apostrophe; line ends within
 * cells stay, quoted.
 */
export function csvOf(lines: readonly RegisterLine[]): string {
  const [first] = lines
  if (first === undefined) return ''
  const columns = Object.keys(first)
  const rows = [columns, ...lines.map((line) => columns.map((column) => line[column] ?? ''))]
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
