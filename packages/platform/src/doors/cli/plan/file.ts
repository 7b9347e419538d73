import {
  type EmergencyPlan,
  parseEmergencyPlan,
  type PlanProblem,
} from '../../../core/emergency-plan/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readInputFile } from '../access/input-file.ts'

const maxBytes = 16 * 1024 * 1024

/** Reads a plan file: the plan, or every problem in it. */
export function parsePlanFile(
  file: string,
): { readonly plan: EmergencyPlan } | { readonly problems: readonly PlanProblem[] } {
  return parseEmergencyPlan(readInputFile(file, { what: 'plan', maxBytes }).toString('utf8'), file)
}

/** Reads a plan file that has to be right. Throws `emergency-plan-invalid` with the first problem. */
export function readEmergencyPlan(file: string): EmergencyPlan {
  const parsed = parsePlanFile(file)
  if ('plan' in parsed) return parsed.plan
  const [first] = parsed.problems
  const place = `${file}:${first?.line ?? 1}:${first?.column ?? 1}`
  throw new AnlaufError('emergency-plan-invalid', `${place}: ${first?.message ?? 'unreadable'}.`, {
    hint: `${first?.hint ?? 'See examples/plans.'} All problems: anlauf plan check ${file}`,
  })
}
