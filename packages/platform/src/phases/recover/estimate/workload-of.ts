import type { RecoveryPlan } from '../plan.ts'
import type { Workload } from './model.ts'

/** What a plan comes to; equal contents of all units are scanned once. */
export function workloadOf(plan: RecoveryPlan, storedRatio: number): Workload {
  const seen = new Set<string>()
  let [bytes, files, uniqueBytes] = [0, 0, 0]
  for (const { items } of plan.units) {
    for (const { size, contentKey, type } of items) {
      files += 1
      bytes += size
      if (type !== 'file' || seen.has(contentKey)) continue
      seen.add(contentKey)
      uniqueBytes += size
    }
  }
  return { bytes, files, uniqueShare: bytes === 0 ? 0 : uniqueBytes / bytes, storedRatio }
}
