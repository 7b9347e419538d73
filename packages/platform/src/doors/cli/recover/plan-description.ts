import { printName } from '@anlauf/repository'

import { unassignedTenant } from '../../../phases/detect/index.ts'
import {
  type LeftOut,
  type ReasonCode,
  type RecoveryPlan,
  summarisePlan,
  type UnitPlan,
  type WholeAlternative,
} from '../../../phases/recover/index.ts'
import { counted, formatBytes, formatCount } from '../terminal/output.ts'

const reasonWords: Readonly<Record<ReasonCode, string>> = {
  unchangedSinceTrusted: 'as they are: never changed since the first snapshot',
  newestClean: 'as they are: changed, and the newest version is clean',
  olderBecauseEncrypted: 'an older version: the newest ones are encrypted',
  olderBecauseUnknown: 'an older version: nobody can call the newest ones clean',
  restoredDeletedInWindow: 'brought back: they vanished with the attack',
  groupHeldBack: 'an older version, or none: it belongs to files whose newest versions are not clean',
  wholeSnapshot: 'an older version, or none: as in the newest backup that is clean as a whole',
  reviewedByPerson: 'as a person decided who looked at it',
  tenantDecision: 'as the customer decided',
  noCleanVersion: 'left out: no version is known to be clean',
  excludedByRule: 'left out: they came with the attack',
  notNeeded: 'left out: their program makes them anew, or they are there under another name',
}

/** What a plan comes to, unit by unit, before anything runs. */
export function planLines(plan: RecoveryPlan): string[] {
  const lines = plan.units.flatMap(unitLines)
  const [files, bytes, leftOut] = totals(plan.units)
  return [
    ...lines,
    `In all: ${counted(files, 'file')}, ${formatBytes(bytes)}; ${formatCount(leftOut)} left out.`,
  ]
}

/** What file by file has over whole backups, or what whole backups cost. */
export function alternativeLines(
  { newest, older, series, lost }: WholeAlternative,
  isWhole: boolean,
): string[] {
  const of = series.flatMap(({ time }) => time ?? []).sort()
  const span = of.length < 2 || of[0] === of.at(-1) ? of[0] : `${of[0]} to ${of.at(-1)}`
  const none = series.filter(({ snapshot }) => snapshot === null)
  const reasons = series.flatMap(({ host, rejected: [first] }) =>
    first === undefined ? [] : [`    ${printName(host)}, the newest backup: ${printName(first.reason)}`],
  )
  if (isWhole) return [`Whole backups${span === undefined ? ': none is clean' : ` of ${span}`}.`, ...reasons]
  return [
    `File by file (this plan): up to ${newest ?? 'no backup'}, ${counted(older, 'file')} older than the newest version.`,
    `Whole backups (--whole-snapshot): ${span === undefined ? 'none is clean' : `of ${span}`}; ${counted(lost, 'file')} changed since would be lost.`,
    ...none.map(
      ({ host, paths }) =>
        `    ${printName(host)} (${paths.map(printName).join(', ')}): no backup is clean as a whole`,
    ),
    ...reasons,
  ]
}

function totals(units: readonly UnitPlan[]): [number, number, number] {
  const summaries = units.map(summarisePlan)
  const sum = (of: (one: (typeof summaries)[number]) => number): number =>
    summaries.reduce((total, one) => total + of(one), 0)
  return [sum(({ files }) => files), sum(({ bytes }) => bytes), sum(({ leftOut }) => leftOut)]
}

function unitLines(plan: UnitPlan): string[] {
  const { unit, files, bytes, reasons, leftOut, digest } = summarisePlan(plan)
  return [
    `${printName(unit)}: ${counted(files, 'file')}, ${formatBytes(bytes)}, ${formatCount(leftOut)} left out (plan ${digest.slice(0, 16)})`,
    ...Object.entries(reasonWords).flatMap(([reason, words]) => {
      const count = reasons[reason]
      return count === undefined ? [] : [`  ${formatCount(count).padStart(9)}  ${words}`]
    }),
    ...(unit === unassignedTenant ? ['             No slice rule of the estate claims this data.'] : []),
    ...missed(plan.leftOut),
  ]
}

/** Of what did not come with the attack; people have to tell the customer. */
const shown = 5

function missed(leftOut: readonly LeftOut[]): string[] {
  const lost = leftOut.filter(({ reason }) => reason === 'noCleanVersion')
  const rest = lost.length - shown
  return [
    ...lost
      .slice(0, shown)
      .map(({ host, path, why }) => `             ${printName(`${host}:${path}`)}: ${printName(why)}`),
    ...(rest > 0 ? [`             and ${formatCount(rest)} more; the plan file names them all`] : []),
  ]
}
