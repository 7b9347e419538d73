/** What was done with a piece of evidence: the steps of its custody, and decisions about it. */
export const evidenceActions = [
  'acquire',
  'verify',
  'access',
  'derive',
  'export',
  'transfer',
  'seal',
  'decide',
] as const

export type EvidenceAction = (typeof evidenceActions)[number]
