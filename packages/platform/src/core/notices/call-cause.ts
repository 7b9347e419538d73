/** Why a person has to call. */
export type CallCause =
  | 'hosted-here'
  | 'no-mail'
  | 'letter-only'
  | 'no-way'
  | 'bounced'
  | 'policy-refused'
  | 'expired'
  | 'unknown-outcome'
  | 'no-acknowledgement'
