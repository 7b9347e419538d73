/** Something that a person should look at. */
export interface Alarm {
  readonly code: AlarmCode
  readonly tenant: string
  readonly client?: string
  readonly detail?: Readonly<Record<string, string | number>>
}

export type AlarmCode =
  | 'authenticationFailures'
  | 'clock'
  | 'deleteRefused'
  | 'readBudgetHalf'
  | 'readBudgetSpent'
  | 'refusalFlood'
  | 'storageChanged'
  | 'snapshotTime'

/** Tells people of it. */
export type RaiseAlarm = (alarm: Alarm) => void
