import type { CaseState } from './state.ts'

/**
 * When an exercise was over: scored, or closed. Its clocks stand still then: whoever opens it months later sees how it
 * ended, and nothing becomes overdue any more. Undefined while it goes on, and always for a real case.
 */
export function exerciseEnd({ exercise, score, status, closedAt }: CaseState): string | undefined {
  if (!exercise) return undefined
  return score?.at ?? (status === 'closed' ? closedAt : undefined)
}
