/** What the figures shall come to at 10,000 tenants × 30 services × 1,000,000 entries. */
export const goals = {
  firstHourMs: 1_000,
  matrixMs: 2_000,
  eventToScreenMsP95: 500,
  appendPerSecond: 1_000,
  verifySeconds: 20,
  consoleKB: 200,
  requestsPerSecond: 10_000,
} as const

/** The others at most. */
export const atLeast: ReadonlySet<string> = new Set(['appendPerSecond', 'requestsPerSecond'])
