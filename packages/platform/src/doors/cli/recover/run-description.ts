import { dirname } from 'node:path'

import { printName } from '@anlauf/repository'

import type { CaseState } from '../../../core/case/index.ts'
import type { RecoveryOutcome, UnitOutcome, Verification } from '../../../phases/recover/index.ts'
import { mendedMailLines } from './mail-findings.ts'
import { nextStep } from '../case/next-step.ts'
import { counted, formatBytes, formatCount } from '../terminal/output.ts'

/** One unit after its run: what lies in the clean room, whether it was read back, what the case knows of it. */
export interface UnitRun {
  readonly outcome: UnitOutcome
  readonly verification: Verification
  readonly inCase: 'recorded' | 'unchanged' | 'not verified' | undefined
}

/** What a run came to: per unit, what is held back and why, and what to do next. */
export function runLines(
  outcome: RecoveryOutcome,
  runs: readonly UnitRun[],
  options: { quarantine: string; case: CaseState | undefined; skipped: readonly string[] },
): string[] {
  const held = outcome.units.some(({ quarantined, caseReview }) => quarantined.length + caseReview.length > 0)
  return [
    ...(outcome.resumed ? ['A run before this one was continued.'] : []),
    ...runs.flatMap(unitLines),
    ...mendedMailLines(outcome.mail),
    ...(held
      ? [
          `Held back files are never released. What could be read of them is sealed in ${options.quarantine}.`,
          'A customer who misses one of them has to be told, or gets another version after a person looked.',
        ]
      : []),
    `Engine ${outcome.engine} ${outcome.engineVersion}, rules ${outcome.ruleSetDigest.slice(0, 16)}: ${counted(outcome.scanned, 'content')} scanned, ${formatCount(outcome.fromCache)} known before.`,
    ...skippedLines(options.skipped, options.case),
    ...whatNow(runs, options.case),
  ]
}

/** Said, because a customer who is forgotten here is noticed last. */
function skippedLines(skipped: readonly string[], state: CaseState | undefined): string[] {
  if (skipped.length === 0) return []
  const [released, foreign] = [true, false].map((known) =>
    skipped.filter((unit) => (state?.units.has(unit) ?? false) === known),
  )
  const list = (units: readonly string[] = [], why: string): string[] =>
    units.length === 0 ? [] : [`Not run, because ${why}: ${units.map(printName).join(', ')}`]
  return [...list(released, 'released already'), ...list(foreign, 'not part of the case')]
}

function unitLines({ outcome, verification, inCase }: UnitRun): string[] {
  const { unit, files, bytes, quarantined, caseReview } = outcome
  const { problems } = verification
  const what =
    problems.length === 0
      ? `${counted(files, 'file')}, ${formatBytes(bytes)} restored, scanned clean and read back`
      : `NOT VERIFIED: ${counted(problems.length, 'file')} of ${formatCount(files)} differ from what was restored`
  const record =
    inCase === 'recorded' ? '; recorded' : inCase === 'unchanged' ? '; nothing new to record' : ''
  return [
    `${printName(unit)}: ${what}; ${formatCount(quarantined.length)} in quarantine, ${formatCount(caseReview.length)} for a person${record}`,
    ...problems.slice(0, shown).map((problem) => `    differs     ${printName(problem)}`),
    ...rest(problems.length),
    ...heldLines(outcome),
    ...(problems.length === 0
      ? []
      : [
          `    What to do: find out who or what writes to ${dirname(outcome.manifestFile)},`,
          '    then run the same command again with --recheck-content: it restores what differs.',
        ]),
  ]
}

/** Lines per list; the JSON has all. */
const shown = 8

function heldLines({ quarantined, caseReview }: UnitOutcome): string[] {
  return [
    ...quarantined
      .slice(0, shown)
      .map(
        ({ host, path, verdict }) =>
          `    quarantine  ${printName(`${host}:${path}`)}  ${verdict.matches.map(printName).join(', ')}`,
      ),
    ...rest(quarantined.length),
    ...caseReview
      .slice(0, shown)
      .map(
        ({ host, path, detail }) => `    review      ${printName(`${host}:${path}`)}  ${printName(detail)}`,
      ),
    ...rest(caseReview.length),
  ]
}

function rest(count: number): string[] {
  return count > shown ? [`    and ${formatCount(count - shown)} more; --json names them all`] : []
}

function whatNow(runs: readonly UnitRun[], state: CaseState | undefined): string[] {
  if (state === undefined) {
    return ['No case was named, so nothing was recorded: what lies in the clean room cannot be released yet.']
  }
  const units = runs.flatMap(({ outcome, verification }) =>
    verification.problems.length > 0 ? [] : (state.units.get(outcome.unit) ?? []),
  )
  const steps = new Set(units.flatMap((unit) => nextStep(state, unit) ?? []))
  return steps.size === 0 ? [] : ['Next:', ...[...steps].slice(0, shown).map((step) => `  ${step}`)]
}
