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
  | 'degraded_performance'
  | 'workaround'
  | 'available_rework'
  | 'isolated_running'
  | 'under_maintenance'
  | 'unknown'

/** Steps of the recovery in their order. */
export type RecoveryStep = 'chosen' | 'restored' | 'verified' | 'scanned' | 'approved' | 'released'

/** How far the whole case is, for headlines. */
export type CaseStage = 'declared' | 'contained' | 'restoring' | 'partlyReleased' | 'allReleased'

/** A question people ask, and the answer that holds at every stage. */
interface Answer {
  readonly question: string
  readonly answer: readonly string[]
}

/** Every sentence of the public site. One language, one object; the compiler notices what is missing. */
export interface Messages {
  readonly language: 'de' | 'en'
  /** For `Intl`. */
  readonly locale: string
  /** Name of the language in itself, for the switch. */
  readonly languageName: string
  readonly skipToContent: string
  readonly navigation: string
  readonly exercise: string
  readonly exerciseNote: string
  readonly siteTitle: (provider: string) => string
  readonly description: (provider: string) => string
  /** A point in time from its parts, as people write it. */
  readonly moment: (parts: { weekday: string; date: string; clock: string; zone: string }) => string

  readonly headline: Readonly<Record<CaseStage, string>>
  readonly attacked: string
  readonly cutOff: (isProven: boolean) => string
  readonly stageLead: Readonly<Record<CaseStage, string>>
  readonly closedHeadline: string
  readonly closedUnreleased: string

  readonly asOf: (time: string) => string
  readonly lastUpdate: string
  readonly knowledge: string
  readonly nextUpdate: string
  readonly by: (time: string) => string
  readonly overdueSince: (time: string) => string
  readonly ifNothingNew: string
  readonly noNextUpdate: string
  readonly closed: string

  readonly overview: string
  readonly services: string
  readonly foundation: string
  readonly states: Readonly<Record<ServiceState, string>>
  readonly stateMeaning: Readonly<Record<ServiceState, string>>
  readonly instruction: string
  readonly proof: (releases: number, checksum: string) => string
  readonly customersBack: (done: number, total: number) => string

  readonly advice: string
  readonly adviceFor: (stage: CaseStage) => readonly string[]
  readonly help: string
  readonly contact: string
  readonly contactFallback: string
  readonly contactKinds: { readonly phone: string; readonly email: string }

  readonly recovery: string
  readonly recoveryNote: string
  readonly steps: Readonly<Record<RecoveryStep, string>>
  readonly ofCustomers: (done: number, total: number) => string
  readonly filesRestored: (files: number, bytes: string) => string
  readonly filesHeld: (files: number) => string
  readonly filesLost: (files: number) => string

  readonly updates: string
  readonly latestUpdate: string
  readonly earlierUpdates: string
  readonly update: (number: number) => string
  readonly noUpdates: string
  readonly allUpdates: string
  readonly pageOf: (page: number, pages: number) => string
  readonly newer: string
  readonly older: string
  readonly readOn: string
  readonly late: (promised: string) => string
  readonly corrected: (number: number) => string
  readonly corrects: (number: number) => string
  readonly withheld: string
  readonly earlierWording: string
  readonly reason: string
  readonly approved: (checksum: string) => string
  readonly promised: (time: string) => string

  readonly timeline: string
  readonly timelineNote: string
  readonly onset: (from: string, to: string) => string
  readonly declared: string
  readonly isolated: string
  readonly released: (count: number, sum: number, total: number) => string
  readonly allReleased: string
  readonly earlierInList: string

  readonly questions: string
  readonly questionsNote: string
  readonly answers: readonly Answer[]

  readonly back: string
  readonly madeFrom: string
  readonly generated: (time: string) => string
  readonly feed: string
  readonly statusFile: string
}

/** Texts of the updates that the case publishes by itself, in both languages from the same figures. */
export interface UpdateTexts {
  readonly declared: () => string
  readonly contained: (systems: number) => string
  readonly restoring: (customers: number, files: string) => string
  readonly reopened: (done: number, total: number) => string
  readonly noNews: () => string
}
