import { timeToNanoseconds } from '@anlauf/repository'

import type { HistoryReport } from '../../detect/index.ts'

/** From some time before the attack to the shutdown: whatever was written then, the attacker could have written. */
export interface RiskWindow {
  readonly from: string
  /** The first sign of the attack that the window reaches back from. */
  readonly onset: string
  readonly hours: number
}

/** An attacker is inside for days before anything is encrypted. */
export const defaultWindowHours = 72

/**
 * The window of a case: `hours` before the earliest onset that detection or the declaration names. Undefined when
 * neither knows one: then nothing is near an incident, and only what a run held back can be decided.
 */
export function riskWindow(
  report: HistoryReport,
  options: { readonly declaredOnset?: string | undefined; readonly hours?: number | undefined } = {},
): RiskWindow | undefined {
  const { hours = defaultWindowHours } = options
  const onsets = [report.onset, ...report.tenants.map(({ onset }) => onset)].flatMap((one) => one?.from ?? [])
  const known = options.declaredOnset === undefined ? onsets : [...onsets, options.declaredOnset]
  const [onset] = known.toSorted((a, b) => (timeToNanoseconds(a) < timeToNanoseconds(b) ? -1 : 1))
  if (onset === undefined) return undefined
  return { from: new Date(Date.parse(onset) - hours * 3_600_000).toISOString(), onset, hours }
}
