import { nearest, type Words } from '../estate/index.ts'
import { appliesTo } from './applies.ts'
import type { Duty } from './duty.ts'
import { duties } from './rules/index.ts'

/** A clock of law that a stage of an emergency plan has. */
export interface PlannedClock {
  readonly stage: string
  readonly duty: string
  /** How long the plan allows; undefined where it only starts the clock. */
  readonly strictHours?: number
}

export interface DutyFinding {
  readonly rule: 'unknown-duty' | 'duty-not-in-force' | 'later-than-law'
  readonly at: string
  readonly message: string
  readonly hint: string
}

/** Holds the clocks of a plan against the rules of law: each has to exist, be in force on a day, and not be exceeded. */
export function dutyFindings(clocks: readonly PlannedClock[], today: string): readonly DutyFinding[] {
  return clocks.flatMap((clock) => {
    const duty = duties.find(({ id }) => id === clock.duty)
    return duty === undefined
      ? unknownDuty(clock)
      : [...untimely(clock, duty, today), ...tooLate(clock, duty)]
  })
}

function unknownDuty({ stage, duty }: PlannedClock): DutyFinding[] {
  const guess = nearest(
    duty,
    duties.map(({ id }) => id),
  )
  const hint =
    guess === undefined ? 'See them all: anlauf clocks list --case ID --all' : `Did you mean "${guess}"?`
  return [{ rule: 'unknown-duty', at: stage, message: `there is no duty of law "${duty}"`, hint }]
}

function untimely({ stage, duty: id }: PlannedClock, duty: Duty, today: string): DutyFinding[] {
  const applies = appliesTo({ ...duty, conditions: [] }, {}, today)
  if (applies.applies !== 'no') return []
  const because: Words = applies.because
  return [
    {
      rule: 'duty-not-in-force',
      at: stage,
      message: `${id} is not in force on ${today}: ${because.en}`,
      hint: 'Take the duty that holds today, and look again when the law changes.',
    },
  ]
}

/** Periods in hours only: what a day or a month is, a plan cannot say. */
function tooLate({ stage, duty: id, strictHours }: PlannedClock, { clock }: Duty): DutyFinding[] {
  if (clock.kind !== 'period' || strictHours === undefined) return []
  const hours = clock.limits.flatMap(({ period }) => (period.unit === 'hours' ? [period.length] : []))
  const longest = Math.max(...hours)
  if (hours.length === 0 || strictHours <= longest) return []
  return [
    {
      rule: 'later-than-law',
      at: stage,
      message: `the plan allows ${strictHours} hours for ${id}, the law ${longest}`,
      hint: `Write strict: ${longest}h or less.`,
    },
  ]
}
