export type Dueness = 'fresh' | 'due' | 'late' | 'never' | 'future'

const hourMs = 3_600_000
/** Clocks of clients differ by this much and nobody is to blame. */
const toleranceMs = hourMs

/**
 * How a copy stands: `due` once its age is the promised one, `late` at twice that. A newest state that lies in the
 * future is no state: a lying clock must not make a copy look fresh for years. Hours and dates; pure.
 */
export function duenessOf(options: { lastAt: Date | undefined; everyHours: number; now: Date }): {
  readonly state: Dueness
  readonly dueAt: Date | undefined
} {
  const { lastAt, everyHours, now } = options
  if (lastAt === undefined) return { state: 'never', dueAt: undefined }
  const ageMs = now.getTime() - lastAt.getTime()
  if (ageMs < -toleranceMs) return { state: 'future', dueAt: undefined }
  const dueAt = new Date(lastAt.getTime() + everyHours * hourMs)
  if (ageMs >= 2 * everyHours * hourMs) return { state: 'late', dueAt }
  return { state: now >= dueAt ? 'due' : 'fresh', dueAt }
}
