/** What the figures shall come to; the last five at most, the others at least. */
export const goals = {
  engineEfficiency: 0.9,
  engineEfficiencyManyRules: 0.9,
  overRestoreThenScan: 3,
  warmCache: 100,
  containerSpeedup: 5,
  onePassOverSlower: 1.15,
  onePassWithClamdOverSlower: 1.15,
  retroHuntSeconds: 1,
  ruleHuntBytesOverUnique: 1,
  rssMiB: 1024,
} as const

/** The others at most. */
export const atLeast: ReadonlySet<string> = new Set([
  'engineEfficiency',
  'engineEfficiencyManyRules',
  'overRestoreThenScan',
  'warmCache',
  'containerSpeedup',
])
