/** States of a service as the public sees them (`inform.md` §3). */
export type ServiceState =
  | 'not_affected'
  | 'operational'
  | 'partial_outage'
  | 'restored_pending_release'
  | 'verifying'
  | 'restoring'
  | 'offline_by_plan'
  | 'major_outage'

/** Steps of the recovery in their order. */
export type RecoveryStep = 'chosen' | 'restored' | 'verified' | 'scanned' | 'approved' | 'released'

/** Every sentence of the public site. One language, one object; the compiler notices what is missing. */
export interface Messages {
  readonly language: 'de' | 'en'
  /** Name of the language in itself, for the switch. */
  readonly languageName: string
  readonly skipToContent: string
  readonly exercise: string
  readonly exerciseNote: string
  readonly siteTitle: (provider: string) => string
  readonly headline: (everythingBack: boolean) => string
  readonly lead: (everythingBack: boolean) => string
  readonly asOf: (time: string) => string
  readonly nextBy: (time: string) => string
  readonly overdueSince: (time: string) => string
  readonly noNextUpdate: string
  readonly since: (time: string) => string
  readonly services: string
  readonly service: string
  readonly state: string
  readonly states: Readonly<Record<ServiceState, string>>
  readonly stateMeaning: Readonly<Record<ServiceState, string>>
  readonly customersBack: (done: number, total: number) => string
  readonly recovery: string
  readonly recoveryNote: string
  readonly steps: Readonly<Record<RecoveryStep, string>>
  readonly ofCustomers: (done: number, total: number) => string
  readonly figures: string
  readonly filesRestored: (files: string, bytes: string) => string
  readonly filesHeld: (files: string) => string
  readonly updates: string
  readonly update: string
  readonly noUpdates: string
  readonly allUpdates: string
  readonly back: string
  readonly published: (time: string) => string
  readonly contactNote: string
  readonly madeFrom: string
  readonly feed: string
}

/** Texts of the updates that the case publishes by itself, in both languages from the same figures. */
export interface UpdateTexts {
  readonly declared: () => string
  readonly contained: (systems: number) => string
  readonly restoring: (customers: number, files: string) => string
  readonly reopened: (done: number, total: number) => string
}
