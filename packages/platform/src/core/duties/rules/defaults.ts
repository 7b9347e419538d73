import type { DutyEvent } from '../../estate/index.ts'
import type { Duty, DutyClock, Limit, Period, ReadingRule, Start } from '../duty.ts'

/** What most rules have in common; each names what is its own. */
type Draft = Omit<Duty, 'review' | 'per' | 'regime' | 'conditions'> &
  Partial<Pick<Duty, 'per' | 'regime' | 'conditions'>>

export function draft(duty: Draft): Duty {
  return { per: 'case', regime: 'statute', conditions: [], ...duty, review: 'draft for counsel' }
}

export function after(event: DutyEvent): Start {
  return { kind: 'event', event }
}

export function afterMet(duty: string): Start {
  return { kind: 'met', duty }
}

export function limit(start: Start, length: number, unit: Period['unit']): Limit {
  return { start, period: { length, unit } }
}

/** A period from one start. */
export function period(limits: readonly [Limit, ...Limit[]], ...readings: readonly ReadingRule[]): DutyClock {
  return { kind: 'period', limits, readings }
}

/** "Without undue delay", with the house's own target of 24 hours. */
export function prompt(event: DutyEvent, targetHours = 24): DutyClock {
  return { kind: 'prompt', start: after(event), targetHours }
}
