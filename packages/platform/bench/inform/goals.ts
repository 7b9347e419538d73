/** What the figures shall come to: 200 updates × 30 services × 2 languages, 5,000 notices, a relay on this machine. */
export const goals = {
  renderSeconds: 2,
  render500Seconds: 2,
  homeKB: 14,
  noticesQueuedSeconds: 10,
  noticesPerSecond: 100,
  inquiriesPerSecond: 1_000,
} as const

/** The others at most. */
export const atLeast: ReadonlySet<string> = new Set(['noticesPerSecond', 'inquiriesPerSecond'])
