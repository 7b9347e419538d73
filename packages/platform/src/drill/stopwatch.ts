/** Seconds per phase, added up over several stretches. */
export interface Stopwatch {
  time<Result>(phase: string, work: () => Promise<Result>): Promise<Result>
  readonly seconds: Readonly<Record<string, number>>
}

export function startStopwatch(): Stopwatch {
  const seconds: Record<string, number> = {}
  return {
    seconds,
    async time(phase, work) {
      const startedAt = performance.now()
      try {
        return await work()
      } finally {
        const passed = (performance.now() - startedAt) / 1000
        seconds[phase] = Math.round(((seconds[phase] ?? 0) + passed) * 1000) / 1000
      }
    },
  }
}
